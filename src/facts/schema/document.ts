import { environmentClasses } from '../../config/vocabulary.ts'
import { ways } from '../change/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, someOf, Type, text, texts } from './form.ts'

export const section = record('ReleaseSection', 'A section of a release’s notes.', {
  name: text('its heading without emoji and numbering; in the standard’s spelling where only the case differs'),
  standsFor: text('the section of the standard that it is, or is another name of (Added: New Features); else empty'),
  content: oneOf(['text', 'none', 'placeholder', 'empty'], '`none` where it says so in words'),
  place: place('the heading'),
})

export const release = record('Release', 'The notes of one release.', {
  id: text('file and version'),
  file: text('where the notes are'),
  heading: text('as written'),
  version: hideable(text('the version in the heading; empty where none is')),
  semver: flag('valid SemVer 2.0'),
  major: flag('a major version: X.0.0 with X above 0'),
  date: text('as written; empty where none is'),
  isoDate: flag('YYYY-MM-DD and a day that exists'),
  saysRelease: flag('the heading begins with the word Release'),
  newest: flag('the newest release of its file or folder'),
  age: count('how many releases of its file or folder are newer; 0 for the newest'),
  first: flag('no older release is told of in the same place'),
  inOrder: flag('newer than the one below it'),
  overtaken: text('of the newest one: a version tag that is later, of which the notes do not tell; else empty'),
  tagged: hideable(flag('a git tag has this version')),
  sections: Type.Array(section, { description: 'in their order' }),
  hasBreakingChanges: flag('the section Breaking Changes has content other than None'),
  place: place('the heading'),
})

export const notes = record('Notes', 'A place where release notes are kept.', {
  id: text('the file or folder'),
  file: text('the file or folder'),
  kind: oneOf(
    ['changelog', 'folder', 'forge', 'issues'],
    '`folder`: a text for each release, also those on the forge that were read (--forge); `forge`: said to be kept elsewhere, not visible here; `issues`: where assay.yaml says that known issues are',
  ),
  releases: count('how many releases it tells of'),
  unreleased: flag('it has a chapter on what is not released yet'),
  place: place('the file'),
})

export const runbook = record(
  'Runbook',
  'A document, or a chapter of one, that tells people how to operate the system.',
  {
    id: text('file and heading'),
    file: text('the document'),
    title: text('its title or heading'),
    topic: oneOf(['deployment', 'rollback', 'incident', 'operations'], 'what it is about'),
    headings: texts('its sections'),
    commands: count('commands in its code blocks'),
    takesBack: oneOf(
      ['production', 'below', 'other', 'nothing'],
      'what its commands change: `below` where each names an environment below production, `other` where they take back data alone or what stands beside the system, `nothing` where all only look, take back the schema alone, or are forbidden',
    ),
    takesBackOn: texts('the platforms that its commands take versions back on, where each is a command of one alone'),
    tellsWayBack: flag(
      'of a text that is not on the rollback: one of its chapters speaks of it, and shows commands that change production',
    ),
    trigger: flag('it says when to act'),
    steps: flag('it lists what to do, in order'),
    verification: flag('it says how to see that it worked'),
    contacts: flag('it says who is told or decides'),
    decides: flag('it says who decides'),
    impact: oneOf(
      ['judged', 'mentioned', 'none'],
      'of the impact on customers: from where on it is too much, only that there may be one, or nothing',
    ),
    keepsSchema: flag('it says that changes of the database that only add stay in a rollback'),
    missing: text('which of these four parts it lacks, in words; empty where none'),
    otherLanguage: flag('written in another language than English, in which its parts may not be known by their words'),
    practice: flag(
      'an exercise or a tutorial, the plan of a change, a text that says that it is not in force, a deployment by files that are no longer here, what the users of a product are told, or of a rollback what a machine does by itself; not told to who operates it',
    ),
    chapter: flag('a chapter of a document that is no runbook itself, such as a README'),
    opening: flag('its opening says that it tells how deployments work, and its title does not'),
    part: text(
      'the folder of the service that it is kept with, where other services are here, the add-on that it deploys, or the environment below production that it deploys to; else empty',
    ),
    best: flag('the fullest of its topic: the one that is judged'),
    elsewhere: flag('only named here; the document itself is kept elsewhere'),
    url: text('where it is kept, when elsewhere; else empty'),
    declared: flag('assay.yaml names it'),
    place: place('the title'),
  },
)

export const runbookAge = record(
  'RunbookAge',
  'The fullest runbook of a topic, held against the procedure that it describes.',
  {
    id: text('the id of the runbook'),
    file: text('the document'),
    changed: text('the day of its last commit; empty where that is not at hand'),
    procedureChanged: text('the day of the last commit to the pipelines and scripts that deploy (or roll back)'),
    stale: hideable(
      flag('deployments, their order, gates or commands have changed more than 30 days after its last change'),
    ),
    place: place('the title'),
  },
)

export const rollbackRunbook = record('RollbackRunbook', 'A runbook of a rollback, held against what is deployed.', {
  id: text('the id of the runbook'),
  file: text('the document'),
  takesBack: texts(
    'the ids of the deployments that its commands take back, or may; none where it is for a part or an exercise',
  ),
  ofAnother: flag('it takes back what production surely does not run: data, what stands beside it, another platform'),
  place: place('the title'),
})

export const architectureDocument = record('ArchitectureDocument', 'A document on the architecture, or a decision.', {
  id: text('the file, and the heading of a chapter'),
  file: text('the file, or the address where it is kept elsewhere'),
  title: text('its path, or the heading of the chapter'),
  kind: oneOf(
    ['document', 'decisions', 'model', 'chapter'],
    '`decisions`: a decision record; `model`: a drawing or model kept as text; `chapter`: a part of a README',
  ),
  declared: flag('assay.yaml names it'),
  best: flag('the one that speaks for all of them: they are judged together'),
  part: text('what it tells of where that may not be the system: one service, one change, the data; else empty'),
  elsewhere: flag('only named here; the document itself is kept elsewhere'),
  files: count('how many documents and chapters on it are here'),
  changed: text('the day on which the newest of them was last changed; empty where that is not at hand'),
  since: hideable(
    text(
      'the parts of the system that came or went more than 30 days after that, `+ service queue, - module cache`; empty: none',
    ),
  ),
  place: place('the document, or the heading'),
})

export const manualChange = record('ManualChange', 'An instruction to change a running system by hand.', {
  id: text('unique in the repository'),
  file: text('the document'),
  command: text('the command, or the sentence'),
  chapter: text('the heading that it stands under'),
  ways: someOf(ways, 'what it does past the files: a shell on a server, the database, files, configuration …'),
  environment: hideable(oneOf(environmentClasses, 'what it changes')),
  place: place('the line'),
})

export const manualSession = record(
  'ManualSession',
  'A way into a running system that a document shows a person, where nothing tells what is done there.',
  {
    id: text('unique in the repository'),
    file: text('the document'),
    command: text('the command, or the sentence'),
    chapter: text('the heading that it stands under'),
    ways: someOf(ways, '`ssh`: a shell or console there; `database`: a client of its database'),
    environment: hideable(oneOf(environmentClasses, 'where it goes')),
    place: place('the line'),
  },
)

export const brokenFile = record('BrokenFile', 'A file that could not be read or parsed.', {
  id: text('the file'),
  file: text('the file'),
  message: text('what is wrong, in one sentence'),
  claimed: flag('a collector needs it, or a pipeline names it, and it is no template: evidence is unreadable'),
  loses: texts('what was to be collected from it and is incomplete now; nothing passes that rests on it'),
  place: place('where the trouble is'),
})

export const repository = record('Repository', 'What concerns the repository as a whole.', {
  git: flag('it is a git repository'),
  deploys: hideable(flag('something is deployed from here; hidden where none is found and assay.yaml does not say')),
  publishes: hideable(flag('packages or images are published from here')),
  tagged: hideable(flag('there are version tags')),
  mayBuildImages: flag(
    'an image may be built here out of sight: there is a file to build or run one by, or a hidden step that is called so',
  ),
  pipelines: count('how many pipeline definitions were found'),
  place: place('the repository'),
})

export type ReleaseSection = Static<typeof section>
export type Release = Static<typeof release>
export type Notes = Static<typeof notes>
export type RollbackRunbook = Static<typeof rollbackRunbook>
export type RunbookAge = Static<typeof runbookAge>
export type Runbook = Static<typeof runbook>
export type ManualChange = Static<typeof manualChange>
export type ManualSession = Static<typeof manualSession>
export type ArchitectureDocument = Static<typeof architectureDocument>
export type BrokenFile = Static<typeof brokenFile>
export type Repository = Static<typeof repository>
