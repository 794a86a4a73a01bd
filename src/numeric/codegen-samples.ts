/** Code that runs a small program on many samples in one loop: values of a sample stay in registers, no call per sample. */
import { PLAIN } from './codegen-arithmetic.js';
import { type Generated, Generator } from './codegen.js';
import { forEachOperand, type Program } from './program.js';

class SamplesGenerator extends Generator {
  constructor(program: Program) {
    super(program, PLAIN, true);
  }

  override generate(program: Program): Generated {
    const outputs = program.outputs.map((output) => {
      const buffer = this.allocateForSamples(output);
      this.storeAll(output, { name: buffer, error: undefined }, true);
      return { value: Number(buffer.slice(1)), bound: undefined };
    });
    const offsets = this.sizes.map((size, i) => `const o${i} = s * ${size};`);
    const code = this.text((lines) => [
      'return function (count) { for (let s = 0; s < count; s++) {',
      ...offsets,
      ...lines,
      '} };',
    ]);
    return { code, sizes: this.sizes, inputs: this.inputs, outputs, callsRoutines: false };
  }
}

/**
 * The body of a factory whose function takes the number of samples; undefined for programs that are not written out
 * as straight-line code. Sizes of buffers are those of one sample.
 */
export function generateForSamples(program: Program): Generated | undefined {
  let straight = true;
  forEachOperand(program.outputs, (node) => {
    if (node.kind === 'vector' || node.kind === 'matrix') straight = false;
  });
  if (!straight) return undefined;
  const generator = new SamplesGenerator(program);
  return generator.unrolled ? generator.generate(program) : undefined;
}
