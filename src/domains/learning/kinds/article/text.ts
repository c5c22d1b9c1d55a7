import { Marked, type Tokens } from 'marked';
import { extent } from '#domains/learning/kinds/article/kind.ts';

/** Markdown as HTML that can only be text: markup inside it is shown as it was written, and a link leads to a web page or nowhere. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0))};`);

const marked = new Marked({
  renderer: {
    html: ({ text }) => escape(text),
    image: ({ text }) => escape(text),
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return /^(https?:\/\/|\/(?!\/)|#)/.test(href) ? `<a href="${escape(href)}" rel="noopener">${words}</a>` : words;
    },
    // A wide table scrolls by itself, and by keyboard, instead of the page.
    table(token) {
      const cells = (row: Tokens.TableCell[], tag: string) =>
        row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
      const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
      return `<div class="wide" tabindex="0"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table></div>`;
    },
    heading({ tokens, depth }) {
      const tag = `h${Math.min(depth + (depth === 1 ? 1 : 0), 4)}`;
      return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
    },
  },
});

export interface Block {
  html: string;
  /** Which thousandths of the text this block is, by its length. */
  from: number;
  to: number;
  heading?: { id: string; text: string };
}

/** The text in blocks whose being seen can be observed. */
export function blocksOf(text: string): Block[] {
  const tokens = marked.lexer(text).filter((token) => token.type !== 'space');
  const total = tokens.reduce((sum, token) => sum + token.raw.length, 0) || 1;
  let read = 0;
  return tokens.map((token, index) => {
    const from = Math.round((read * extent) / total);
    read += token.raw.length;
    const top = token.type === 'heading' && (token as Tokens.Heading).depth <= 2;
    return {
      html: marked.parser([token]),
      from,
      to: Math.round((read * extent) / total),
      ...(top ? { heading: { id: `part-${index + 1}`, text: (token as Tokens.Heading).text } } : {}),
    };
  });
}
