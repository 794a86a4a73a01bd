import { beforeAll, describe, expect, it } from 'vitest';
import { vanishingConditions } from '../../src/derivation/vanishing.js';
import { defineDesign } from '../../src/design/define.js';
import { formulaScope } from '../../src/design/scope.js';
import { enclose, loadMpfr } from '../../src/numeric/enclosure.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { parseExpression } from '../../src/symbolic/parse.js';
import { print } from '../../src/symbolic/print-text.js';

beforeAll(loadMpfr);

const design = await defineDesign({
  name: 't',
  dimensions: { N: 2 },
  state: { y: ['N'], u: ['N'] },
  parameters: { A: { shape: ['N', 'N'] }, s: { shape: [] } },
  lagrangians: { L: { activation: 'x + sin(x)', hessian: 'H' } },
  velocity: { y: '-y', u: '-u' },
  energy: "y'*y",
});
const parse = (text: string): Expression => parseExpression(text, formulaScope(design));
const conditions = (text: string): string[] => vanishingConditions(parse(text)).map((e) => print(e));

describe('the conditions under which an expression is 0', () => {
  it.each<[string, string[]]>([
    ["y'*A*u", ['y', 'u']],
    ["(y'*u)^2*s", ['y', 'u', 's']],
    ['(tanh(y) - 1/2*ones(N)).^2.*(y + 3)', ['tanh(y) - 1/2*ones(N)', 'y + 3*ones(N)']],
    ['diag(y)*A*u', ['y', 'u']],
    ['tanh(y.^3)', ['y']],
    ['(1 + cos(y)).*u', ['y - pi*ones(N)', 'y + pi*ones(N)', 'ones(N) + cos(y)', 'u']],
    ['2 - 2*sin(s)', ['s - 1/2*pi', 's + 3/2*pi', '-2*sin(s) + 2']],
    ['1 - 2*sin(s)', ['-2*sin(s) + 1']],
    ["u'*H(y)*u", ['u', 'y - pi*ones(N)', 'y + pi*ones(N)', 'cos(y) + ones(N)']],
    ['exp(y)', ['exp(y)']],
    ['1/s', []],
    ['y + u', ['y + u']],
  ])('%s', (text, expected) => {
    expect(conditions(text)).toEqual(expected);
  });

  it('make it 0 where they are', () => {
    const at = (e: Expression, y: number) =>
      enclose(
        [e],
        { N: 1 },
        new Map([
          ['y', [y]],
          ['u', [0.7]],
          ['s', [y]],
          ['A', [2]],
        ]),
      ).flat();
    for (const text of ['(1 + cos(y)).*u', '(1 - cos(y)).*u', '(1 + sin(y)).*u', '(1 - sin(y)).*u', 'tanh(y).^2.*u'])
      for (const condition of vanishingConditions(parse(text)).slice(0, 2)) {
        // Linear conditions have their zero at minus their value at 0.
        const zero = -(at(condition, 0)[0]?.low ?? Number.NaN);
        if (print(condition) === 'u') continue;
        const [value] = at(parse(text), zero);
        expect(Math.abs(value?.low ?? Number.NaN), `${text} where ${print(condition)} = 0`).toBeLessThan(1e-30);
      }
  });
});
