/** Turns the claims of a design file into obligations: what checkers settle. */
import { type Derivation, derivation, oneSidedRate } from '../derivation/derivation.js';
import { formulaError } from '../design/formula.js';
import { formulaScope, partsOfLagrangians } from '../design/scope.js';
import type {
  ClaimDeclaration,
  DeclaredLagrangian,
  Design,
  NamedClaim,
  SourceFormula,
  StatementDeclaration,
} from '../design/types.js';
import * as build from '../symbolic/build.js';
import { gradient } from '../symbolic/differential.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression, SymbolExpression } from '../symbolic/expression.js';
import { distinct } from '../symbolic/identity.js';
import { parseExpression } from '../symbolic/parse.js';
import { print } from '../symbolic/print-text.js';
import { applyFormula, forEachNode, unfold } from '../symbolic/rewrite.js';
import { describeShape, isSquareShape, sameShape, vectorShape } from '../symbolic/shape.js';
import type { Size } from '../symbolic/size.js';
import { designAssumptions, offKinks } from './assumptions.js';
import { dependenceOf, unusedParameters } from './dependence.js';
import { notRandom, withoutDistributions } from './distributions.js';
import { discreteDescent, stepProblem } from './discrete-descent.js';
import { judgedExpressions } from './judged.js';
import { derivativeFunctions } from './scope.js';
import { freeName, STATEMENTS, statementText, witnessName } from './statements.js';
import type { Claim, Obligation } from './types.js';

interface Formulated {
  readonly statement: string;
  readonly obligations: readonly Obligation[];
  /** Bound variables, with what each stands for. */
  readonly variables?: ReadonlyMap<SymbolExpression, string>;
  /** Parts that may be undefined, besides those of the formulas of the statement. */
  readonly partial?: readonly Expression[];
  /** What is differentiated, besides what the formulas of the statement say. */
  readonly differentiated?: readonly Expression[];
}

/** The claims of a design, ready to be settled. A formula that is wrong is a `DesignError` with its place. */
export function formulateClaims(design: Design): Claim[] {
  const d = derivation(design);
  return design.claims.map((declaration) => formulate(d, declaration));
}

type Parse = (formula: SourceFormula) => Expression;

function statementParser(
  d: Derivation,
  note: (part: Expression) => void,
  noteDerivative: (of: Expression) => void,
): Parse {
  const scope = { ...formulaScope(d.design), functions: derivativeFunctions(d, note, noteDerivative), note };
  return (formula) => {
    try {
      return parseExpression(formula.text, scope);
    } catch (error) {
      throw error instanceof ExpressionError ? formulaError(error, formula, d.design.file) : error;
    }
  };
}

function formulate(d: Derivation, declaration: ClaimDeclaration): Claim {
  const partial: Expression[] = [];
  const differentiated: Expression[] = [];
  const parse = statementParser(
    d,
    (part) => partial.push(part),
    (of) => differentiated.push(of),
  );
  const on = dependenceOf(d.design, declaration);
  const main = statement(d, declaration.statement, parse);
  const given = declaration.given.map((g) => assumption(d, g, parse));
  const bound = new Map([main, ...given].flatMap((g) => [...(g.variables ?? [])]));
  const givenText = given.map((g) => g.statement);
  const all = [...main.obligations, ...given.flatMap((g) => g.obligations)];
  return {
    id: declaration.id,
    cite: declaration.cite,
    statement: givenText.length === 0 ? main.statement : `${main.statement}, given ${givenText.join(' and ')}`,
    obligations: withoutDistributions(
      d,
      main.obligations,
      given.flatMap((g) => g.obligations),
    ),
    given: given.flatMap((g) => g.obligations),
    variables: [...bound.keys()],
    partial: distinct([...partial, ...(main.partial ?? [])]),
    differentiated: distinct([...differentiated, ...(main.differentiated ?? [])]),
    assumptions: [...designAssumptions(d, on), ...givenText, ...offKinks(d, on, all.flatMap(judgedExpressions))],
    wording: {
      unused: unusedParameters(d.design, declaration),
      witness: witnessName(d.design),
      bound: Object.fromEntries([...bound].map(([x, meaning]) => [x.name, meaning])),
    },
    place: declaration.place,
  };
}

/**
 * What is assumed of every sample. A named claim, or invariance, speaks of all states or of all that happens along a
 * direction, which no sample shows.
 */
function assumption(d: Derivation, s: StatementDeclaration, parse: Parse): Formulated {
  const formulated = statement(d, s, parse);
  if (s.kind !== 'named' && s.kind !== 'invariant') return formulated;
  const reason = `"given" takes what can be judged at one state: equal, nonpositive, nonnegative or psd; "${formulated.statement}" speaks of more than one`;
  return { statement: formulated.statement, obligations: [{ kind: 'unsupported', reason }] };
}

function statement(d: Derivation, s: StatementDeclaration, parse: Parse): Formulated {
  switch (s.kind) {
    case 'named':
      return {
        partial: d.design.partial,
        ...(s.name === 'discrete-descent' ? eulerSteps(d, s, parse) : named(d, s.name)),
      };
    case 'equal': {
      const [left, right] = broadcastPair(parse(s.left), parse(s.right), s, d);
      const label = `${s.left.text} = ${s.right.text}`;
      return { statement: statementText(s, d.design), obligations: [{ kind: 'equal', left, right, label }] };
    }
    case 'nonpositive':
    case 'nonnegative': {
      const quantity = scalar(d, s.of, parse(s.of));
      const rate = isRate(d, quantity) ? ofRate(d) : {};
      return {
        statement: statementText(s, d.design),
        obligations: [{ kind: 'sign', quantity, sign: s.kind, label: s.of.text, ...rate }],
      };
    }
    case 'psd': {
      const matrix = parse(s.of);
      if (!isSquareShape(matrix.shape))
        throw mistake(d, s.of, `psd needs a square matrix, but ${s.of.text} is a ${describeShape(matrix.shape)}`);
      return {
        statement: statementText(s, d.design),
        obligations: [{ kind: 'semidefinite', matrix, label: s.of.text, witness: witnessName(d.design) }],
      };
    }
    case 'invariant': {
      const of = scalarOrVector(parse(s.of));
      const along = parse(s.along);
      const label = statementText(s, d.design);
      const total = d.velocity.shape.rows;
      const fits = [total, ...(d.states.length === 1 ? [] : d.states.map((x) => x.shape.rows))].includes(
        along.shape.rows,
      );
      if (!fits)
        throw mistake(
          d,
          s.along,
          `the directions ${s.along.text} are a ${describeShape(along.shape)}, but the states make a ${describeShape(d.velocity.shape)}`,
        );
      return { statement: label, obligations: [{ kind: 'invariant', of, along, label }] };
    }
    case 'expectation': {
      const [left, right] = [
        scalar(d, s.left, parse(s.left), 'a mean needs'),
        scalar(d, s.right, parse(s.right), 'a mean needs'),
      ];
      const label = statementText(s, d.design);
      const why = notRandom(d.design, [left, right]);
      if (why !== undefined) throw mistake(d, s.left, why);
      return { statement: label, obligations: [{ kind: 'expectation', left, right, within: s.within, label }] };
    }
  }
}

const isRate = (d: Derivation, e: Expression): boolean => e === d.rate;
/** What is particular about Ė as the quantity of an obligation. */
const ofRate = (d: Derivation): { alongFlow: true; atKinks?: Expression } => ({
  alongFlow: true,
  ...(d.velocityJumps ? {} : { atKinks: oneSidedRate(d) }),
});
const scalarOrVector = (e: Expression): Expression => e;

function mistake(d: Derivation, formula: SourceFormula, message: string): Error {
  return formulaError(new ExpressionError('shape', message), formula, d.design.file);
}

function scalar(d: Derivation, formula: SourceFormula, e: Expression, needs = 'a sign needs'): Expression {
  if (!build.isScalar(e))
    throw mistake(d, formula, `${needs} a scalar, but ${formula.text} is a ${describeShape(e.shape)}`);
  return e;
}

function broadcastPair(
  left: Expression,
  right: Expression,
  s: StatementDeclaration & { kind: 'equal' },
  d: Derivation,
): [Expression, Expression] {
  const pair: [Expression, Expression] = [build.broadcast(left, right.shape), build.broadcast(right, left.shape)];
  if (!sameShape(pair[0].shape, pair[1].shape))
    throw mistake(
      d,
      s.right,
      `equal: ${s.left.text} is a ${describeShape(left.shape)}, but ${s.right.text} is a ${describeShape(right.shape)}`,
    );
  return pair;
}

/** `discrete-descent` for the step that is stated, or 1. */
function eulerSteps(d: Derivation, s: StatementDeclaration & { kind: 'named' }, parse: Parse): Formulated {
  const h = s.step === undefined ? build.ONE : parse(s.step);
  const problem = s.step && stepProblem(d, h, s.step);
  if (s.step !== undefined && problem !== undefined) throw formulaError(problem, s.step, d.design.file);
  const { obligation, partial } = discreteDescent(d, h, s.step?.text ?? '1');
  return {
    statement: statementText(s, d.design),
    obligations: [obligation],
    partial: [...d.design.partial, ...partial],
  };
}

function named(d: Derivation, name: Exclude<NamedClaim, 'discrete-descent'>): Formulated {
  const text = STATEMENTS[name];
  const descent: Obligation = { kind: 'sign', quantity: d.rate, sign: 'nonpositive', label: 'rate', ...ofRate(d) };
  const zeroVelocity = { then: d.velocity, thenLabel: 'the velocity' };
  switch (name) {
    case 'descent':
      return { statement: text, obligations: [descent] };
    case 'strict-descent':
      return {
        statement: text,
        obligations: [
          descent,
          {
            kind: 'zero-implies',
            zero: d.rate,
            zeroLabel: 'rate',
            ...zeroVelocity,
            through: d.gradient,
            ...ofRate(d),
          },
        ],
      };
    case 'stationary-points':
      return {
        statement: text,
        obligations: [
          { kind: 'zero-implies', zero: d.gradient, zeroLabel: 'the gradient', ...zeroVelocity },
          {
            kind: 'zero-implies',
            zero: d.velocity,
            zeroLabel: 'the velocity',
            then: d.gradient,
            thenLabel: 'the gradient',
          },
        ],
      };
    case 'flat-directions':
      return { statement: text, obligations: [{ kind: 'dead-directions', flat: 'all' }] };
    case 'no-flat-directions':
      return { statement: text, obligations: [{ kind: 'dead-directions', flat: 'none' }] };
    case 'bounded-below':
      return { statement: text, obligations: [{ kind: 'bounded-below', quantity: d.design.energy, label: 'energy' }] };
    case 'gradient':
      return perLagrangian(d, text, gradientObligation);
    case 'convex':
      return perLagrangian(d, text, ({ lagrangian }, x) => ({
        kind: 'semidefinite',
        matrix: build.lagrangian(lagrangian, 2, x),
        label: print(build.lagrangian(lagrangian, 2, x)),
        witness: witnessName(d.design),
      }));
    case 'stability':
      return { statement: text, obligations: [{ kind: 'stability' }] };
  }
}

/** The author's formula for g, or the catalogue's, against the gradient of L. */
function gradientObligation({ lagrangian, claimedGradient }: DeclaredLagrangian, x: SymbolExpression): Obligation {
  const applied = build.lagrangian(lagrangian, 1, x);
  if (lagrangian.definition.kind === 'any')
    return { kind: 'equal', left: applied, right: applied, label: print(applied) };
  const own = claimedGradient === undefined ? unfold(applied) : applyFormula(claimedGradient, x);
  const potential = build.lagrangian(lagrangian, 0, x);
  const label = `${print(applied)} = grad(${print(potential)}, ${x.name})`;
  // Without a formula L is by definition the integral of the activation, which is then its gradient.
  if (lagrangian.definition.kind === 'entrywise' && lagrangian.definition.derivatives[0] === undefined)
    return { kind: 'equal', left: own, right: unfold(applied), label };
  return { kind: 'equal', left: own, right: gradient(unfold(potential), x), label };
}

/** A Lagrangian and its activation, by its own formula and the author's. */
const potentialOf = ({ lagrangian, claimedGradient }: DeclaredLagrangian, x: SymbolExpression): Expression[] => [
  build.lagrangian(lagrangian, 0, x),
  build.lagrangian(lagrangian, 1, x),
  ...(claimedGradient === undefined ? [] : [applyFormula(claimedGradient, x)]),
];

function perLagrangian(
  d: Derivation,
  statement: string,
  obligation: (l: DeclaredLagrangian, x: SymbolExpression) => Obligation,
): Formulated {
  const parts = d.design.lagrangians.flatMap((l) =>
    sizesOf(d, l).map((size, i) => {
      const { name } = l.lagrangian;
      const free = freeName(d.design, [`x_${name}${i === 0 ? '' : `_${i + 1}`}`]);
      const x = build.symbol(free, vectorShape(size));
      const partial = partsOfLagrangians([l])(name, x);
      return { x, meaning: `any argument of ${name}`, obligation: obligation(l, x), partial, of: potentialOf(l, x) };
    }),
  );
  const variables = new Map(parts.map(({ x, meaning }) => [x, meaning]));
  return {
    statement,
    obligations: parts.map((p) => p.obligation),
    variables,
    partial: parts.flatMap((p) => p.partial),
    differentiated: parts.flatMap((p) => p.of),
  };
}

/** The sizes of the arguments to which a Lagrangian is applied; the first state's where it is not used. */
function sizesOf(d: Derivation, { lagrangian }: DeclaredLagrangian): Size[] {
  const sizes = new Set<Size>();
  forEachNode([d.design.energy, ...d.velocities.values()], (e) => {
    if (e.kind === 'lagrangian' && e.lagrangian.name === lagrangian.name) sizes.add(e.argument.shape.rows);
  });
  if (sizes.size === 0) sizes.add((d.states[0] as SymbolExpression).shape.rows);
  return [...sizes];
}
