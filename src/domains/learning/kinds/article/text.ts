import { Marked, type Token, type Tokens } from 'marked';
import { item_ms, line_ms, picture_ms, reading_ms, row_ms } from '#domains/learning/kinds/reading.ts';

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
  /** Which part of the extent this block is, by the time it takes to read. */
  from: number;
  to: number;
  heading?: { id: string; text: string };
}

/** What a block takes beyond its words. */
const aside_ms: Record<string, (token: Token) => number> = {
  list: (token) => (token as Tokens.List).items.length * item_ms,
  table: (token) => ((token as Tokens.Table).rows.length + 1) * row_ms,
  code: (token) => (token as Tokens.Code).text.split('\n').length * line_ms,
};

function block_ms(token: Token): number {
  const pictures = token.raw.match(/!\[/g)?.length ?? 0;
  // Where a link leads is not read.
  const words = token.raw.replace(/\]\([^)]*\)/g, ']');
  return reading_ms(words) + pictures * picture_ms + (aside_ms[token.type]?.(token) ?? 0);
}

const tokensOf = (text: string): Token[] => marked.lexer(text).filter((token) => token.type !== 'space');

/** The least time in which a text can honestly be read. */
export const least_ms = (text: string): number => tokensOf(text).reduce((sum, token) => sum + block_ms(token), 0);

/** The text in blocks whose being seen can be observed, laid along an extent. */
export function blocksOf(text: string, extent: number): Block[] {
  const tokens = tokensOf(text);
  const total = least_ms(text) || 1;
  let read = 0;
  return tokens.map((token, index) => {
    const from = Math.round((read * extent) / total);
    read += block_ms(token);
    const top = token.type === 'heading' && (token as Tokens.Heading).depth <= 2;
    return {
      html: marked.parser([token]),
      from,
      to: Math.round((read * extent) / total),
      ...(top ? { heading: { id: `part-${index + 1}`, text: (token as Tokens.Heading).text } } : {}),
    };
  });
}
