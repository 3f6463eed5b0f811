import type { Quote, Syntax } from './scan.ts'

const backslashed = (sign: string, lines = false): Quote => ({ open: sign, close: sign, escape: '\\', lines })
const doubled = (sign: string): Quote => ({ open: sign, close: sign, lines: true })

const braces: Syntax = {
  line: ['//'],
  block: [['/*', '*/']],
  quotes: [{ open: '"""', close: '"""', lines: true }, backslashed('"'), backslashed("'"), backslashed('`', true)],
}

/** Languages that no parser of ours reads, with their comments and strings, by what their files end with. */
const byEnding: readonly (readonly [RegExp, Syntax])[] = [
  [
    /\.(tf|hcl|tfvars|nomad)$/,
    {
      line: ['#', '//'],
      block: [['/*', '*/']],
      quotes: [backslashed('"')],
      document: /<<-?([A-Za-z_][\w-]*)[ \t]*(?=\r?\n)/y,
    },
  ],
  [
    /\.sql$/,
    {
      line: ['--'],
      block: [['/*', '*/']],
      quotes: [doubled("'"), doubled('"'), doubled('`'), { open: '$$', close: '$$', lines: true }],
    },
  ],
  [
    /\.(ps1|psm1|psd1)$/,
    {
      line: ['#'],
      block: [['<#', '#>']],
      quotes: [
        { open: '@"', close: '\n"@', lines: true },
        { open: "@'", close: "\n'@", lines: true },
        { open: '"', close: '"', escape: '`', lines: true },
        doubled("'"),
      ],
    },
  ],
  [
    /\.py$/,
    {
      line: ['#'],
      quotes: [
        { open: '"""', close: '"""', escape: '\\', lines: true },
        { open: "'''", close: "'''", escape: '\\', lines: true },
        backslashed('"'),
        backslashed("'"),
      ],
    },
  ],
  [
    /\.(rb|rake|gemspec)$|(^|\/)(Rakefile|Gemfile|Fastfile|Capfile|Vagrantfile)$/,
    {
      line: ['# ', '#!', '##', '#\t'],
      quotes: [backslashed('"', true), backslashed("'", true)],
      document: /<<[~-]?["']?([A-Z_][A-Z0-9_]*)["']?/y,
    },
  ],
  [
    /\.(js|mjs|cjs|ts|mts|cts|jsx|tsx|go|java|kt|kts|cs|scala|swift|rs|bicep|cue|dart|c|h|cc|cpp|hpp|m|mm|proto|scss|less)$/,
    braces,
  ],
  [/\.css$/, { line: [], block: [['/*', '*/']], quotes: [backslashed('"'), backslashed("'")] }],
  [
    /\.(php|phtml)$/,
    {
      line: ['//', '#'],
      block: [['/*', '*/']],
      quotes: [backslashed('"', true), backslashed("'", true)],
      document: /<<<[ \t]*["']?([A-Za-z_]\w*)["']?/y,
    },
  ],
  // markup and programs in one file; what stands in text between tags is seldom a comment's word
  [
    /\.(vue|svelte|astro)$/,
    {
      ...braces,
      block: [
        ['/*', '*/'],
        ['<!--', '-->'],
      ],
    },
  ],
  [
    /\.(exs?|r|R|graphqls?|gql)$/,
    { line: ['#'], quotes: [{ open: '"""', close: '"""', lines: true }, backslashed('"'), backslashed("'")] },
  ],
  [/\.lua$/, { line: ['--'], block: [['--[[', ']]']], quotes: [backslashed('"'), backslashed("'")] }],
  [/\.hs$/, { line: ['-- '], block: [['{-', '-}']], quotes: [backslashed('"')] }],
  [/\.(clj[cs]?|edn)$/, { line: [';'], quotes: [backslashed('"', true)] }],
]

/** Files in which a comment takes a line of its own: what such a line begins with, the comment in group 1. */
const byLine: readonly (readonly [RegExp, RegExp])[] = [
  [/\.(bat|cmd)$/i, /^[ \t@]*(rem(?=[ \t]).*|::.*)/i],
  [/(^|\/)(GNU)?[Mm]akefile$|\.mk$|(^|\/)\.?[Jj]ustfile$|\.just$/, /^[ \t]*(#.*)/],
  [/\.properties$/, /^[ \t]*([#!;].*)/],
  [/\.(ini|cfg|conf|env)$|(^|\/)(\.env[\w.-]*|requirements[\w.-]*\.txt)$/, /^[ \t]*([#;].*)/],
  [/\.(pl|pm)$/, /^[ \t]*(#.*)/],
  [/\.(rst|rest)$/, /^(\.\.[ \t].*)/],
  [/\.(adoc|asciidoc)$/, /^(\/\/.*)/],
  [/(^|\/)(CODEOWNERS|OWNERS|\.gitignore|\.dockerignore|\.editorconfig)$/, /^[ \t]*(#.*)/],
]

/** How a file's language writes comments, where no parser of ours knows them. */
export function syntaxOf(file: string): Syntax | undefined {
  return byEnding.find(([ending]) => ending.test(file))?.[1]
}

/** What a line that is a comment begins with. */
export function lineMarkOf(file: string): RegExp | undefined {
  return byLine.find(([ending]) => ending.test(file))?.[1]
}
