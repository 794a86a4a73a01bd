import { describe, expect, it } from 'vitest';
import { escapeHtml, html, Markup } from '../../../src/report/html/markup.js';
import { displayMath, inlineMath } from '../../../src/report/html/mathml.js';

describe('templates', () => {
  it('escape every value, in text and in attributes', () => {
    const name = `<img src=x onerror="alert('1')"> & more`;
    const text = html`<p title="${name}">${name}</p>`.toString();
    expect(text).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more</p>',
    );
  });

  it('keep markup, lists of it, and nothing', () => {
    expect(html`<ul>${[1, 'a<b'].map((x) => html`<li>${x}</li>`)}</ul>${undefined}`.toString()).toBe(
      '<ul><li>1</li><li>a&lt;b</li></ul>',
    );
    expect(html`${Markup.trusted('<b>')}`.toString()).toBe('<b>');
  });

  it('show characters that no document may have by their codes', () => {
    expect(escapeHtml('a\u0000b\u202ec\ud800')).toBe('a[U+0000]b[U+202E]c[U+D800]');
    expect(escapeHtml('a\tb\nc')).toBe('a\tb\nc');
  });
});

describe('formulas', () => {
  it('are MathML', () => {
    expect(inlineMath('W\\,g(y)').toString()).toMatch(/^<math>.*<mi>W<\/mi>.*<\/math>$/);
    expect(displayMath('\\frac{\\partial E}{\\partial y}').toString()).toContain('display="block"');
  });

  it('that cannot be set are shown as they are written, escaped', () => {
    expect(inlineMath('\\frac{<b>').toString()).toBe('<code>\\frac{&lt;b&gt;</code>');
  });

  it('hold no markup of their names', () => {
    const text = inlineMath('\\mathrm{<script>x}').toString();
    expect(text).not.toContain('<script');
    expect(inlineMath('\\href{javascript:alert(1)}{x}').toString()).not.toContain('href=');
  });
});
