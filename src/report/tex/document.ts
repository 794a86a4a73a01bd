/** A TeX document that compiles with pdflatex as it is, from packages that every distribution has. */
import { COLOURS } from './tikz.js';

const PREAMBLE = [
  '\\documentclass[10pt]{article}',
  '\\usepackage[T1]{fontenc}',
  '\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}',
  '\\usepackage[utf8]{inputenc}',
  '\\usepackage[a4paper,margin=25mm]{geometry}',
  '\\usepackage{amsmath,amssymb,amsthm}',
  '\\usepackage{longtable,array}',
  '\\usepackage{tikz}',
  '\\allowdisplaybreaks',
  '\\setlength{\\emergencystretch}{3em}',
  ...COLOURS,
  '\\newtheorem{theorem}{Theorem}',
  '\\newtheorem{refuted}{Refuted claim}',
  '\\theoremstyle{definition}',
  '\\newtheorem{open}{Open claim}',
] as const;

/** The document; what stands between its lines is an appendix for another one with this preamble. */
export const document = (body: readonly string[]): string =>
  [...PREAMBLE, '\\begin{document}', ...body, '\\end{document}', ''].join('\n');
