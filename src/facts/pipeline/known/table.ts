import type { Kind } from '../../../config/vocabulary.ts'
import packed from './known.generated.json' with { type: 'json' }

/** The form of the tables in this folder; README.md tells what each key means. */
export interface KnownTable {
  readonly commands: Readonly<Record<string, KnownEntry>>
  /** GitHub's actions, by `owner/name[/path]` */
  readonly actions: Readonly<Record<string, KnownAction>>
  /** CircleCI's orbs, by `namespace/orb/command-or-job` */
  readonly orbs: Readonly<Record<string, KnownAction>>
  /** tasks of Azure Pipelines, by name without `@version` */
  readonly tasks: Readonly<Record<string, KnownAction>>
  /** Bitbucket's pipes, by `namespace/name` */
  readonly pipes: Readonly<Record<string, KnownAction>>
  /** steps of Jenkins and its plugins, by name; a positional argument is the input `''` */
  readonly jenkins: Readonly<Record<string, KnownAction>>
  /** templates, components and includes of GitLab, by path */
  readonly gitlab: Readonly<Record<string, KnownAction>>
  /** tasks of Tekton's catalogue and templates of others, by name */
  readonly tekton: Readonly<Record<string, KnownAction>>
  /** deployment providers of Travis CI, by name with underscores */
  readonly travis: Readonly<Record<string, KnownAction>>
  /** plugins of Drone and Woodpecker, by `owner/name` or the name alone */
  readonly plugins: Readonly<Record<string, KnownAction>>
  /** plugins of Buildkite, by `owner/name`, its own by the name alone */
  readonly buildkite: Readonly<Record<string, KnownAction>>
  /** resource types of Concourse, by name */
  readonly resources: Readonly<Record<string, KnownAction>>
  readonly images: Readonly<Record<string, KnownImage>>
  /** what opens locked files, or prints what a store of secrets keeps */
  readonly openers: Readonly<Record<string, KnownOpener>>
}

/** The tables of things that a pipeline uses by name, with inputs. */
export type UseTable =
  | 'actions'
  | 'orbs'
  | 'tasks'
  | 'pipes'
  | 'jenkins'
  | 'gitlab'
  | 'tekton'
  | 'travis'
  | 'plugins'
  | 'buildkite'
  | 'resources'

interface Common {
  readonly kinds: readonly Kind[]
  /** it runs something that cannot be told from here, which could serve these */
  readonly couldBe?: readonly Kind[]
  /** a runner that may run these too, as the project's layout decides */
  readonly mayAlso?: readonly Kind[]
  /** a runner of tests, whose arguments tell which */
  readonly tests?: boolean
  /** it makes an environment that is thrown away with the runner */
  readonly throwAway?: boolean
}

export interface KnownEntry extends Common {
  readonly none?: readonly string[]
  readonly gates?:
    | 'always'
    | 'never'
    | {
        readonly flag?: string
        readonly also?: readonly string[]
        readonly unless?: readonly string[]
        /** options that bound what fails it: where they let high findings pass, it only reports */
        readonly bounds?: readonly string[]
        /** options that list which severities fail it, each by its name */
        readonly lists?: readonly string[]
      }
  readonly environment?: readonly string[]
  readonly rollsBack?: readonly string[]
  /** it may be no deployment: copying to storage is one only for a site */
  readonly mayBe?: string
  readonly cases?: readonly {
    readonly if?: readonly string[]
    readonly words?: readonly string[]
    readonly prefix?: string
    /** options whose lists are given and hold none of these words */
    readonly lacks?: Readonly<Record<string, readonly string[]>>
    /** what the last word is: `*` at either end stands for anything */
    readonly last?: readonly string[]
    readonly couldBe?: readonly Kind[]
    readonly kinds: readonly Kind[]
    readonly environment?: string
  }[]
}

export interface KnownAction extends Common {
  /** `elsewhere`: a policy on the tool's own server decides whether it fails */
  readonly gates?:
    | 'never'
    | 'elsewhere'
    | {
        readonly input?: string
        readonly alsoInput?: string
        /** this one must be on besides: without it the tool marks the run and lets it go on */
        readonly andInput?: string
        readonly notInput?: string
        readonly notInputFalse?: string
        readonly contains?: string
        /** inputs that bound what fails it: where they let high findings pass, it only reports */
        readonly bounds?: readonly string[]
        /** inputs that list which severities fail it, each by its name */
        readonly lists?: readonly string[]
        /** the command whose options `input` holds: its entry decides */
        readonly as?: string
      }
  /** inputs that hold shell commands */
  readonly runs?: readonly string[]
  /** the action runs this program with inputs that hold its arguments */
  readonly runsWith?: { readonly program: string; readonly inputs: readonly string[] }
  /** [program, inputs …]: as runsWith, joined */
  readonly inputCommand?: readonly string[]
  /** the arguments where the inputs are empty */
  readonly default?: string
  /** inputs that name the folder in which its commands run */
  readonly directory?: readonly string[]
  /** inputs whose value names the environment */
  readonly environment?: readonly string[]
  /** it works on another machine over ssh or ftp */
  readonly remote?: boolean
  /** inputs that name files of the checkout which it works by: templates, their parameters, values, manifests */
  readonly reads?: readonly string[]
  /** inputs that name what it keeps, in an archive or as an artifact of the run */
  readonly keeps?: readonly string[]
  /** a file of the checkout that it writes, by the inputs that name it and its folder; `unseen`: what it writes shows nowhere */
  readonly writes?: {
    readonly file: readonly string[]
    readonly folder?: readonly string[]
    readonly default?: string
    readonly unseen?: boolean
    /** what of the input is the file, as a regular expression with one group */
    readonly pattern?: string
    /** only where inputs match one of these patterns */
    readonly if?: Readonly<Record<string, readonly string[]>>
  }
  readonly cases?: readonly {
    readonly if?: Readonly<Record<string, readonly string[]>>
    /** inputs whose lists are given and hold none of these words */
    readonly lacks?: Readonly<Record<string, readonly string[]>>
    readonly kinds: readonly Kind[]
    readonly environment?: string
  }[]
}

export interface KnownImage {
  readonly kinds?: readonly Kind[]
  /** the program that its entrypoint runs with the container's arguments; empty: the first argument is the program */
  readonly command?: string
}

/** Where a command leaves what it opens: `openers.yaml` tells what each key means. */
export interface KnownOpener {
  readonly if?: readonly string[]
  readonly unless?: readonly string[]
  readonly file?: readonly string[]
  /** flags whose value is a file that it only reads by */
  readonly taking?: readonly string[]
  readonly prints?: boolean
  readonly inPlace?: 'always' | readonly string[]
  readonly beside?: string
  readonly filter?: string
}

/** What commands, actions and images do: the files of this folder, packed. */
export const known = packed as unknown as KnownTable
