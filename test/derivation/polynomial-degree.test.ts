import { describe, expect, it } from 'vitest';
import { polynomialDegree } from '../../src/derivation/polynomial-degree.js';
import { formulaScope } from '../../src/design/scope.js';
import { defineDesign } from '../../src/design/define.js';
import { parseExpression } from '../../src/symbolic/parse.js';

const design = await defineDesign({
  name: 't',
  dimensions: { N: 2 },
  state: { y: ['N'], t: [1] },
  parameters: { A: { shape: ['N', 'N'] }, s: { shape: [] } },
  velocity: { y: '-y', t: '-t' },
  energy: "y'*y + t^2",
});
const degree = (text: string): number => polynomialDegree(parseExpression(text, formulaScope(design)), 't');

describe('the degree as a polynomial in t', () => {
  it.each([
    ['3', 0],
    ['t', 1],
    ['s*t^3', 3],
    ["y'*A*y", 0],
    ["(t*y)'*A*(t*y)", 2],
    ['exp(s)*t + tanh(s)', 1],
    ['(t + 1)^4*(t - 1)', 5],
    ['sum((t*y).^3)', 3],
    ['abs(t)*t', 2],
    ['relu(t^2 - s)', 2],
    ['sign(t)*t', 1],
    ['sum(diag(t*y)*y)', 1],
    ['trace(t^2*A)', 2],
    ['1/t', Infinity],
    ['t^(1/2)', Infinity],
    ['t^(-1)', Infinity],
    ['exp(t)', Infinity],
    ['tanh(t)', Infinity],
    ['norm(t*A)', Infinity],
    ['sum(softmax(t*y))', Infinity],
    ['s^(-1)*t', 1],
  ])('of %s', (text, expected) => {
    expect(degree(text)).toBe(expected);
  });
});
