import { describe, expect, it } from 'vitest';
import { catalogueDefinition, CATALOGUE_NAMES } from '../../src/lagrangians/index.js';
import { isContinuous, linearPieces, lineAt } from '../../src/lagrangians/linear-pieces.js';
import { evaluateExactly } from '../../src/numeric/exact.js';
import * as build from '../../src/symbolic/build.js';
import { type Expression, FORMULA_VARIABLE } from '../../src/symbolic/expression.js';
import * as Q from '../../src/symbolic/rational.js';

const X = build.symbol(FORMULA_VARIABLE, build.ONE.shape);
const text = (q: Q.Rational): string => Q.toText(q);
const shown = (e: Expression): unknown => {
  const p = linearPieces(e);
  return p === undefined
    ? undefined
    : { breaks: p.breaks.map(text), lines: p.lines.map((l) => [text(l.slope), text(l.intercept)]) };
};
const activation = (name: (typeof CATALOGUE_NAMES)[number]): Expression | undefined => {
  const definition = catalogueDefinition(name);
  return definition.kind === 'entrywise' ? definition.derivatives[1] : undefined;
};

describe('linearPieces', () => {
  it('of the catalogue', () => {
    const found = CATALOGUE_NAMES.filter((name) => {
      const g = activation(name);
      return g !== undefined && linearPieces(g) !== undefined;
    });
    expect([...found].sort()).toEqual(['hard-sigmoid', 'hard-tanh', 'identity', 'leaky-relu', 'relu'].sort());
    expect(shown(activation('relu') as Expression)).toEqual({
      breaks: ['0'],
      lines: [
        ['0', '0'],
        ['1', '0'],
      ],
    });
    expect(shown(activation('hard-tanh') as Expression)).toEqual({
      breaks: ['-1', '1'],
      lines: [
        ['0', '-1'],
        ['1', '0'],
        ['0', '1'],
      ],
    });
  });

  it('agree with the formula between and at the breaks', () => {
    const { map, sum, product, number, step } = build;
    const tent = map('relu', sum(number(1), build.negate(map('abs', X))));
    const formulas: Expression[] = [
      tent,
      sum(tent, product(number(3), X)),
      map('abs', sum(tent, number(Q.rational(-1, 3)))),
      product(step(X), X),
      product(step(sum(X, number(1))), map('relu', X)),
      map('sign', sum(map('relu', X), number(-2))),
      map('sign', map('relu', X)),
      map('relu', build.negate(map('relu', X))),
    ];
    for (const f of formulas) {
      const p = linearPieces(f);
      if (p === undefined) throw new Error('not linear in pieces');
      const points = [-7, -1.75, -0.7, -0.3, 0.2, 0.45, 0.9, 1.6, 2.5, 9].map((x) => Q.fromDouble(x));
      for (const x of points) {
        const exact = evaluateExactly([f], {}, new Map([[FORMULA_VARIABLE, [x]]]));
        const line = p.lines[p.breaks.filter((b) => Q.compare(b, x) < 0).length];
        if (exact.kind !== 'exact' || line === undefined) throw new Error('no value');
        expect(text(lineAt(line, x))).toBe(text(exact.values[0]?.[0] as Q.Rational));
      }
    }
    expect(isContinuous(linearPieces(tent) as NonNullable<ReturnType<typeof linearPieces>>)).toBe(true);
    expect(isContinuous(linearPieces(step(X)) as NonNullable<ReturnType<typeof linearPieces>>)).toBe(false);
  });

  it('are not found where there are none', () => {
    const { map, power, product } = build;
    for (const f of [power(X, 2), map('tanh', X), product(map('relu', X), X), build.PI, build.symbol('c', X.shape)])
      expect(linearPieces(f)).toBeUndefined();
  });
});
