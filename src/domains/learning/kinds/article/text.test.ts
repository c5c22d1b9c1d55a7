import { describe, expect, it } from 'vitest';
import { blocksOf, least_ms } from '#domains/learning/kinds/article/text.ts';

describe('blocksOf', () => {
  it('lays a text along its extent without a gap, each passage as long as it takes to read', () => {
    const blocks = blocksOf('# 一\n\n第一段。\n\n- 甲\n- 乙\n\n## 二\n\n第二段。', 2250);
    expect(blocks[0]?.from).toBe(0);
    expect(blocks.at(-1)?.to).toBe(2250);
    for (const [index, block] of blocks.entries()) expect(block.from).toBe(index === 0 ? 0 : blocks[index - 1]?.to);
    expect(blocks.flatMap(({ heading }) => heading?.text ?? [])).toEqual(['一', '二']);
    expect(blocks.map(({ from, to }) => to - from)).toEqual([125, 375, 1250, 125, 375]);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,x)',
    '![x" onerror="alert(1)](https://a.example/x)',
    '[x](https://a.example/"onmouseover="alert(1))',
    '[x](//evil.example)',
  ])('lets no markup through: %s', (text) => {
    const html = blocksOf(text, 1000)
      .map((block) => block.html)
      .join('');
    expect(html).not.toMatch(/<script|<img|href="(?!https?:|\/[^/]|#)|"\s*on\w+=/i);
  });
});

describe('the least time of a text', () => {
  it.each([
    ['Chinese by characters, English by words, numbers as words', '焊工 welding arc 380', 2 * 125 + 3 * 200],
    ['lists by their items beside their words', '- 甲\n- 乙\n- 丙', 3 * (125 + 500)],
    ['tables by their rows beside their words', '| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |', 4 * 125 + 2 * 1000],
    ['code by its lines', '```\nG0 X2\nM30\n```', 3 * 200 + 2 * 1000],
    ['pictures by a look at each', '![弧](a.svg)', 125 + 5000],
    ['no time to where a link leads', '[法](https://law.example/a/b)', 125],
  ])('counts %s', (_what, text, ms) => expect(least_ms(text)).toBe(ms));
});
