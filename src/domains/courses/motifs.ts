/** What each motif looks like: strokes on a grid of 24 by 24. */
export const motifs: Record<string, string> = {
  helmet: 'M3 17h18M5 17v-2a7 7 0 0 1 14 0v2M10 8.3V13m4-4.7V13M3 17v2h18v-2',
  flame: 'M12 3c1 4 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2.500 1.500-4 2.500-5 .3 2 1.300 2.700 2 3 .8-3-.2-6 1-9z',
  lungs: 'M12 3v9m0-3-3 3m3-3 3 3M9 8c-3 1-5 5-5 9.500 0 2.500 5 1.500 5-1zm6 0c3 1 5 5 5 9.500 0 2.500-5 1.500-5-1z',
  scales: 'M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zm14 0-3 7h6z',
  hands: 'M3 12l4-4 4 1 2-1 4 0 4 4M7 15l3 3 2-1 2 1 3-3M11 9l-2 3 2 1.500 3-2 4 4',
  bolt: 'M13 3 5 14h6l-1 7 9-12h-6z',
  arc: 'M4 20l9-9m0 0 2-5 5-2-2 5zM9 20h11M15 13l2 2m1-5 2.500.5M11 8l-.5-2.500',
  lathe: 'M3 20h18M4 20v-9h5v9M9 14h8m0-3v6m0-3h3M6 8h2',
  heart: 'M12 20S4 15 4 9.500a4 4 0 0 1 8-1.500 4 4 0 0 1 8 1.500C20 15 12 20 12 20z',
  phone: 'M7 3h10v18H7zM11 18h2',
  city: 'M3 21h18M5 21V9h5v12M10 21V4h5v17M15 21v-9h4v9M7 12h1m-1 3h1m4-8h1m-1 3h1m-1 3h1',
  leaf: 'M5 19C4 10 9 5 20 4c0 11-5 16-13 14zm0 0 8-8',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zm9 2.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7',
};
