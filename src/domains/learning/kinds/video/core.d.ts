// The player without streaming has no types of its own; it is the same player.
declare module 'video.js/core' {
  export { default } from 'video.js';
}
