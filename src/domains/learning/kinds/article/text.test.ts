import { describe, expect, it } from 'vitest';
import { readingFloor_ms } from '#domains/learning/kinds/article/kind.ts';
import { blocksOf } from '#domains/learning/kinds/article/text.ts';

describe('blocksOf', () => {
  it('divides a text into thousandths without a gap', () => {
    const blocks = blocksOf('# 一\n\n第一段。\n\n- 甲\n- 乙\n\n## 二\n\n第二段。');
    expect(blocks[0]?.from).toBe(0);
    expect(blocks.at(-1)?.to).toBe(1000);
    for (const [index, block] of blocks.entries()) expect(block.from).toBe(index === 0 ? 0 : blocks[index - 1]?.to);
    expect(blocks.flatMap(({ heading }) => heading?.text ?? [])).toEqual(['一', '二']);
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
    const html = blocksOf(text)
      .map((block) => block.html)
      .join('');
    expect(html).not.toMatch(/<script|<img|href="(?!https?:|\/[^/]|#)|"\s*on\w+=/i);
  });
});

it('gives time to Chinese by characters and to English by words', () => {
  expect(readingFloor_ms('焊工 welding arc')).toBe(2 * 67 + 2 * 200);
});
