import { existsSync } from 'node:fs'
import { Command, CommanderError, Option, type OptionValues } from 'commander'
import { maskForms } from '../documents/mask.ts'
import { formats } from '../reporters/index.ts'
import { collect, command, examples, failOn, forge, history, revision } from './options.ts'
import { version } from './version.ts'

/**
 * What a command does with its argument, options and further arguments: gives the exit code, or throws an error that
 * explains itself.
 */
type Action = (argument: string | undefined, options: OptionValues, more: readonly string[]) => Promise<number>

/** Ties a command to its work, which is loaded when it is called. */
type Attach = (command: Command, load: () => Promise<Action>) => void

/**
 * Runs a command line and gives its exit code. Each command's work is loaded when it is called.
 */
export async function run(words: readonly string[]): Promise<number> {
  let code = 0
  const program = build((command, load) => {
    command.action(async () => {
      const [argument, ...more] = command.args
      code = await (await load())(argument, command.optsWithGlobals(), more)
    })
  })
  if (words.length === 0) {
    program.outputHelp()
    return 0
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
}

/**
 * The whole tree of commands, with help. `attach` ties a command to its work; shell completion and tests build the tree
 * without.
 */
export function build(attach: Attach): Command {
  const program = new Command('assay')
    .description('Reads a repository and judges how it is shipped against a deployment standard of 121 requirements.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--no-color', 'plain text (so does the variable NO_COLOR; FORCE_COLOR=1 wants colours)')
    .exitOverride()
    .showHelpAfterError('Run `assay --help` to see what there is.')
    .configureOutput({ outputError: (text, write) => write(maskForms(rephrase(text))) })
    .addHelpText(
      'after',
      examples('assay check', 'assay check --format sarif=assay.sarif', 'assay explain pipeline.build'),
    )
    .addHelpText('after', '\nExit codes: 0 nothing failed · 1 something did · 2 it could not be judged')

  addJudging(program, attach)
  addSeeing(program, attach)
  addAccepting(program, attach)
  addRules(program, attach)
  attach(
    command(program, 'completion <shell>', 'print a completion script for bash, zsh or fish').addHelpText(
      'after',
      examples('source <(assay completion bash)', 'assay completion fish > ~/.config/fish/completions/assay.fish'),
    ),
    async () => (await import('./commands/completion.ts')).completion,
  )
  for (const command of program.commands) {
    command.showHelpAfterError(`Run \`assay ${command.name()} --help\` to see how it is used.`)
  }
  return program
}

/** What judges: the repository as a whole, and secrets anywhere. */
function addJudging(program: Command, attach: Attach): void {
  attach(
    forge(command(program, 'check [path]', 'judge a repository'))
      .option('--format <name[=file]>', `${formats.join(', ')}; several with a file each`, collect)
      .addOption(
        new Option('--profile <level>', 'judge up to this level (default: of assay.yaml, else gold)').choices([
          'bronze',
          'silver',
          'gold',
        ]),
      )
      .option('--only <id or glob>', 'judge these requirements alone; can be repeated', collect)
      .addOption(revision())
      .addOption(
        new Option('--staged', 'judge what is staged, as the next commit will have it').conflicts([
          'rev',
          'since',
          'forge',
          'forgeSnapshot',
        ]),
      )
      .addOption(
        new Option(
          '--since <revision>',
          'judge what changed since the merge base with a revision; `merge-base`: with the default branch of origin',
        ).conflicts(['forge', 'forgeSnapshot']),
      )
      .addOption(history().conflicts(['staged', 'since']))
      .option(
        '--baseline [file]',
        'only what is not accepted there fails (default: that of assay.yaml, else .assay/baseline.txt)',
      )
      .option('--policy <file>', 'a policy above that of the repository: what it locks holds')
      .option(
        '--policy-from <revision>',
        'take assay.yaml, waivers, baseline, attestations and own rules from a trusted revision',
      )
      .addOption(failOn())
      .option('--strict', 'an unknown that this version can judge fails too')
      .option('--exit-zero', 'exit code 0 where it would be 1')
      .option('--as-of <date>', 'the day for which it is judged, YYYY-MM-DD (default: today)')
      .addOption(new Option('-q, --quiet', 'findings and the verdict only').conflicts('verbose'))
      .option('-v, --verbose', 'every result with its evidence and the whole remedy')
      .option('--profile-time', 'tell on stderr where the time went')
      .addOption(
        new Option('--watch', 'judge again when a file of the folder changes, until Ctrl-C').conflicts([
          'rev',
          'staged',
          'since',
          'forge',
        ]),
      )
      .addHelpText(
        'after',
        examples(
          'assay check',
          'assay check ../shop --profile silver --fail-on warning',
          "assay check --only 'pipeline.*' --rev v1.4.0",
          'assay check --format sarif=assay.sarif --format json=assay.json',
        ),
      ),
    async () => (await import('./commands/check.ts')).check,
  )
  attach(
    command(
      program,
      'secrets [path]',
      'search for secrets: a repository, any folder or file, or `-`, the standard input',
    )
      .option('--format <name[=file]>', `${formats.join(', ')}; several with a file each`, collect)
      .addOption(revision())
      .addOption(history())
      .option('--name <file>', 'with `-`: what the text is called; its form follows from that')
      .addOption(failOn())
      .option('--strict', 'what could not be searched fails too')
      .option('--exit-zero', 'exit code 0 where it would be 1')
      .option('--as-of <date>', 'the day for which it is judged, YYYY-MM-DD (default: today)')
      .addOption(new Option('-q, --quiet', 'one line for each secret').conflicts('verbose'))
      .option('-v, --verbose', 'with the fingerprint of each, by which it can be waived')
      .addHelpText(
        'after',
        `
Of a repository (its top folder) it reads what git tracks and does not ignore;
of any other folder, like the output of a build, all that lies there. Values are
shown nowhere, and nothing is asked over the network (docs/secrets.md).`,
      )
      .addHelpText(
        'after',
        examples('assay secrets', 'assay secrets dist', 'kubectl get cm -o yaml | assay secrets - --name cm.yaml'),
      ),
    async () => (await import('./commands/secrets.ts')).secrets,
  )
}

/** What begins, and what shows how Assay sees a repository. */
function addSeeing(program: Command, attach: Attach): void {
  attach(
    command(
      program,
      'init [path]',
      'begin: a configuration with what was found, a gate in your CI, a baseline of today',
    )
      .option('--hook', 'only a git hook that judges what is staged (docs/hooks.md)')
      .option('--dry-run', 'show the files, write nothing')
      .addHelpText('after', examples('assay init --dry-run', 'assay init', 'assay init --hook')),
    async () => (await import('./commands/init.ts')).init,
  )
  attach(
    forge(command(program, 'facts [path]', 'show what Assay sees in a repository: what rules are written on'))
      .option('--format <name[=file]>', 'terminal or json', collect)
      .option('--kind <collection>', 'these facts alone (deployments, steps, images, …); can be repeated', collect)
      .addOption(revision())
      .addHelpText('after', examples('assay facts --kind deployments', 'assay facts ../shop --format json')),
    async () => (await import('./commands/facts.ts')).facts,
  )
  attach(
    forge(
      command(program, 'graph [path]', 'draw the pipelines as Assay understands them: jobs, order, gates, deployments'),
    )
      .option('--format <name[=file]>', 'terminal, mermaid, dot or json', collect)
      .option('--pipeline <name>', 'these alone, by a part of their file or name; can be repeated', collect)
      .addOption(revision())
      .addHelpText(
        'after',
        examples('assay graph', 'assay graph --pipeline deploy', 'assay graph --format mermaid=pipelines.mmd'),
      ),
    async () => (await import('./commands/graph.ts')).graph,
  )
}

/** What is accepted, compared, settled and stated. */
function addAccepting(program: Command, attach: Attach): void {
  attach(
    forge(
      command(
        program,
        'baseline <action> [path]',
        'accept what fails today, so that only what is new fails: write, update, prune or diff',
      ),
    )
      .option('--file <file>', 'the baseline (default: that of assay.yaml, else .assay/baseline.txt)')
      .option('--as-of <date>', 'the day for which it is judged, YYYY-MM-DD (default: today)')
      .addHelpText(
        'after',
        `
write   accepts all that fails; never over a baseline that differs
update  accepts what is new, drops what is fixed, follows renamed files
prune   drops what is fixed, and accepts nothing
diff    shows what is new and what is fixed; exit code 1 where something is new`,
      )
      .addHelpText('after', examples('assay baseline write', 'assay baseline diff ../shop')),
    async () => (await import('./commands/baseline.ts')).baseline,
  )
  attach(
    command(program, 'diff <old> <new>', 'compare two assessments (JSON): what got better and worse, and why')
      .option('--format <name[=file]>', 'terminal, markdown (a comment on a pull request) or json', collect)
      .option('--exit-zero', 'exit code 0 where a verdict got worse')
      .addHelpText(
        'after',
        examples('assay diff main.json branch.json', 'assay diff old.json new.json --format markdown=comment.md'),
      ),
    async () => (await import('./commands/diff.ts')).diff,
  )
  attach(
    command(program, 'config [path]', 'show what assay.yaml and the policies above it come to')
      .option('--explain', 'each value with where it comes from')
      .option('--policy <file>', 'a policy above that of the repository')
      .addOption(revision())
      .addHelpText('after', examples('assay config --explain')),
    async () => (await import('./commands/config.ts')).config,
  )
  attach(
    command(program, 'waive <finding> [path]', 'write an exception with owner, approver and end: .assay/waivers.yaml')
      .option('--owner <name>', 'who mends it')
      .option('--approver <name>', 'who allows that it waits')
      .option('--reason <text>', 'why it waits')
      .option('--ticket <id>', 'where the mending is tracked')
      .option('--expires <date>', 'the last day on which it holds, YYYY-MM-DD')
      .option('--replace', 'write over the entry that is there for the same')
      .option('--as-of <date>', 'the day on which it is written, YYYY-MM-DD (default: today)')
      .addHelpText(
        'after',
        `
A finding is its fingerprint, or the first digits (assay check --verbose), or a
requirement with or without a path. What no option gives is asked for.`,
      )
      .addHelpText(
        'after',
        examples('assay waive 3f2a9c01', 'assay waive pipeline.unit-tests:.github/workflows/deploy.yml'),
      ),
    async () => (await import('./commands/waive.ts')).waive,
  )
  attach(
    command(program, 'attest <requirement> [path]', 'write a statement on what no file shows: .assay/attestations.yaml')
      .option('--statement <text>', 'what holds')
      .option('--evidence <link>', 'what it rests on: a URL or a path')
      .option('--by <name>', 'who says so')
      .option('--role <role>', 'as what they say it')
      .option('--expires <date>', 'the last day on which it holds, YYYY-MM-DD')
      .option('--replace', 'write over the statement that is there on the same')
      .option('--as-of <date>', 'the day on which it is made, YYYY-MM-DD (default: today)')
      .addHelpText('after', examples('assay attest environments.production')),
    async () => (await import('./commands/attest.ts')).attest,
  )
}

/** The rules: what they ask for, how to meet them, and whether they are right. */
function addRules(program: Command, attach: Attach): void {
  attach(
    command(program, 'rules [path]', 'list the 121 requirements, and which of them this version judges')
      .option('--format <name[=file]>', 'terminal or json', collect)
      .option('--only <id or glob>', 'these alone; can be repeated', collect)
      .addHelpText('after', examples("assay rules --only 'smoke-*'", 'assay rules --format json')),
    async () => (await import('./commands/rules.ts')).rules,
  )
  attach(
    command(
      program,
      'explain <id|finding>',
      'tell what a requirement asks for, why, and how to meet it; of a finding, what was seen',
    )
      .option('--path <folder>', 'where a finding is looked for, and own rules (default: here)')
      .option('--as-of <date>', 'the day for which a finding is judged, YYYY-MM-DD (default: today)')
      .addHelpText(
        'after',
        '\nA finding is its fingerprint, or the first digits (assay check --verbose),\nor file:line.',
      )
      .addHelpText(
        'after',
        examples(
          'assay explain containers.tag-format',
          'assay explain 3f2a9c01',
          'assay explain .github/workflows/deploy.yml:12',
        ),
      ),
    async () => (await import('./commands/explain.ts')).explain,
  )
  attach(
    command(
      program,
      'fix [path]',
      'mend what needs no decision: notes, runbook skeletons, pins, bounds; shown as a diff',
    )
      .option('--write', 'change the files')
      .option('--only <id or glob>', 'for these requirements alone; can be repeated', collect)
      .option('--as-of <date>', 'the day for which it is judged, YYYY-MM-DD (default: today)')
      .addHelpText(
        'after',
        `
Release notes  sections of the newest release: other names become those of the
               standard, missing ones are added (what breaks, known issues and
               upgrade notes as TODO, which fails until you say what there is)
Runbooks       where there is none: the parts in comments, to be written
Pins           an action by the commit that another workflow here pins it to,
               or a version of its tag: v4 as v4.1.0
Bounds         timeout-minutes for jobs of GitHub Actions where a rule asks`,
      )
      .addHelpText('after', examples('assay fix', "assay fix --only 'release-notes.*' --write")),
    async () => (await import('./commands/fix.ts')).fix,
  )
  attach(
    command(program, 'test [folder]', 'run rules against their fixtures: <folder>/<rule id>/<verdict>.<case>/')
      .option('--rules <folder>', 'a folder of rules to test beside those of assay.yaml; can be repeated', collect)
      .option('--only <id or glob>', 'these rules alone; can be repeated', collect)
      .addOption(new Option('-q, --quiet', 'only what went wrong'))
      .addHelpText(
        'after',
        examples('assay test', "assay test --only 'rollback.*'", 'assay test policy/fixtures --rules policy'),
      ),
    async () => (await import('./commands/test.ts')).test,
  )
}

/** Commander's "error: unknown command 'x'" as our own sentence, with what was likely meant. */
function rephrase(text: string): string {
  const operand = /^error: unknown command '(.*)'/.exec(text)?.[1]
  if (operand !== undefined && existsSync(operand)) {
    return `assay: "${operand}" is a path, not a command; to judge it: assay check ${operand}\n`
  }
  return text
    .replace(/^error: /, 'assay: ')
    .replace(/\n?\(Did you mean (one of )?(.*?)\?\)/, (_all, several, names) =>
      several ? `; did you mean one of ${names}?` : `; did you mean ${names}?`,
    )
}
