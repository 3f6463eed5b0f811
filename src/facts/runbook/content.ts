import type { Block, MarkdownDocument } from '../../documents/markdown.ts'
import { once } from '../once.ts'
import { isOtherLanguage } from '../prose/language.ts'
import { isComment } from '../prose/read.ts'
import { sentencesOf } from '../prose/sentences.ts'
import { isSettled, leavesNothing } from '../prose/settled.ts'
import type { Runbook } from '../schema/document.ts'
import { commandsIn, isNamedOnly } from './commands.ts'
import { decidesWho, impactOf } from './decision.ts'
import type { Unit } from './units.ts'

type Parts = Pick<
  Runbook,
  | 'trigger'
  | 'steps'
  | 'verification'
  | 'contacts'
  | 'commands'
  | 'missing'
  | 'keepsSchema'
  | 'decides'
  | 'impact'
  | 'otherLanguage'
>

/* Headings and sentences by which a part is known. They are wide: a part that is there in any words counts. */
const triggerHeading = /\b(triggers?|when|symptoms?|criteria|conditions?|reasons?|indicators?|decision|scenarios?)\b/i
const triggerSentence =
  /\b(when(ever)?|if|in case|as soon as|in the event|once|after|should)\b[^.]{0,160}\b(fail\w*|error\w*|broken|breaks?|wrong|exceed\w*|above|below|unhealthy|incidents?|misbehav\w*|bugs?|problems?|issues?|alerts?|degrad\w*|regress\w*|crash\w*|down|need\w*|merged?|tagged|approved|released?|pushed|ready|faulty|bad|unstable)\b|\b(roll ?back|revert|deploy|release)\w* (when|if|in case|whenever|after|on every|every)\b|\b(every|each) (merge|push|tag|release|week|sprint|monday|tuesday|wednesday|thursday|friday)\b/i
const stepHeading = /\b(steps?|procedure|process|instructions|how to|actions?|what to do)\b/i
const verificationHeading =
  /\b(verif\w+|check\w*|validat\w+|confirm\w*|smoke|success|post[- ]?(deploy\w*|roll-?back|release)|test(ing)?)\b/i
const verificationSentence =
  /\b(verify|verified|confirm|check|validate|make sure|ensure)\b[^.]{0,30}\b(that|whether|if|it|the|by|you can|all|both|everything|each|with|on|at|in|`)\b[^.]{0,140}\b(up|running|healthy|health\w*|work\w*|success\w*|green|passe?[sd]?|version|deployed|live|logs?|dashboard|status|rolled|previous|respon\w+|errors?|restored|complet\w+|correct\w*|finished|ready|traffic|site|page|app|application|service|production)\b|\bis (green|healthy|up and running|back to normal)\b|\b(status code|returns?|answers?|responds?) (with )?`?(200|ok)\b|\b(smoke tests?)\b[^.]{0,60}\b(pass|run|green)/i
const contactHeading =
  /\b(who|whom|contacts?|escalat\w+|communicat\w+|notif\w+|responsib\w+|owners?|on[- ]call|stakeholders?|tell|roles?)\b/i
const contactSentence =
  /\b(notify|inform|tell|contact|escalate|announce|page|alert|ask|message|email|let|post|approv\w+|call)\b[^.]{0,100}\b(team|channels?|slack|teams|on[- ]?call|lead|manager|customers?|stakeholders?|users|support|duty|engineers?|developers?|operators?|owner|admins?|administrators?|incident (lead|commander|manager))\b|(^|\s)#[a-z][a-z0-9_-]{3,}\b|\b(pagerduty|opsgenie)\b|[\w.+-]+@[\w-]+\.[a-z]{2,}|\bperson on[- ]call\b|\b(decides|is responsible|is accountable)\b/i

/** What waits until a system is well, or asks it whether it is; a command that lists what there is shows nothing by itself. */
const verificationCommand =
  /^(?:sudo )?(?:(?:kubectl|oc)\b.*\b(?:rollout status|wait)\b|helm\b.*\btest\b|argocd app wait\b|aws ecs wait\b|systemctl is-active\b|(?:curl|wget|http)\b.*(?:health|ready|readiness|live|status|ping))/

/** What is said of changes of the database that only add. */
const keepsSchema =
  /\b(migrations?|schema|database|tables?|columns?|additive)\b[^.]{0,160}\b(left|leave[sd]?|stay[s]?|kept|keep[s]?|remain[s]?)\b[^.]{0,60}\b(in place|there|as (it is|they are))\b|\b(leave|keep|do not (revert|roll back|undo)|don['’]t (revert|roll back|undo)|never (revert|roll back|undo))\b[^.]{0,60}\b(migrations?|schema|tables?|columns?|additive)\b|\b(migrations?|schema)\b[^.]{0,100}\b(not (be )?(reverted|rolled back|undone)|forward[- ]only|stay(s)?\b|backwards?[- ]compatible)/i

/** What a person does so that it is deployed, where a pipeline does the rest: "deployed automatically when a branch is merged". */
const deploysByItself =
  /\b(?:deployed|released|deploys|deployments? (?:is|are|happens?|starts?|runs?))\b[^.]{0,120}\b(?:when|whenever|once|after|on|upon|by|every|each|following)\b[^.]{0,60}\b(?:merg(?:e|es|ed|ing)|push(?:es|ed|ing)?|tag(?:s|ged|ging)?|commits?)\b|\b(?:merg(?:e|es|ed|ing)|push(?:es|ed|ing)?|tag(?:s|ged|ging)?|commits?|branch)\b[^.]{0,100}\b(?:automatically (?:deploy|release)|deploys?|releases|triggers? (?:a |the )?(?:deploy|release)\w*)\b/i

/** What takes back what a migration added: the schema alone, and no version. */
export const takesSchemaBack =
  /\b(?:db:rollback|db:migrate:(?:down|undo)\S*|migrate:(?:rollback|down|undo|reset)\S*|migrations?:(?:revert|rollback|down)|migrate (?:\S+ )*?(?:down|undo|rollback)|(?:alembic|flask db) downgrade|flyway undo|liquibase rollback\S*|goose (?:\S+ )*?down|dbmate (?:rollback|down)|ef database update)\b/

const saysSchemaKept = (block: Block) =>
  sentencesOf(plainText(block)).some(
    (sentence) => keepsSchema.test(sentence) && !leavesNothing(sentence) && isSettled(sentence),
  )

const hasSchemaTakenBack = (block: Block) =>
  plainText(block)
    .split(/(?<=[.!?:;])\s+/)
    .some((sentence) => takesSchemaBack.test(sentence) && !/\b(?:not|never|no|without)\b|n['’]t\b/i.test(sentence))

/** A person is told to start what takes the deployment back: that is all there is to do. */
const startsRollback =
  /\b(trigger|run|start|dispatch|execute|launch)\b[^.]{0,40}\b(roll[- ]?back|revert)\b[^.]{0,40}\b(workflow|pipeline|job|action)\b|\bre-?(run|trigger|start)\b[^.]{0,60}\b(previous|last|earlier|older|prior)\b[^.]{0,40}\b(workflow|pipeline|job|deployment|release|run|build)\b/i

/** Which parts of a runbook a unit has: when to act, what to do, how to see that it worked, who is told. */
export function partsOf(unit: Unit): Parts {
  const told = unit.blocks.filter((block) => block.kind !== 'heading' && !isComment(unit.document, block))
  const headings = unit.headings.filter((heading) => heading !== unit.document.headings[0] || unit.heading)
  const titles = headings.map(({ title }) => title)
  const prose = told.filter((block) => block.kind !== 'code')
  const says = (sentence: RegExp) => prose.some((block) => sentence.test(plainText(block)))
  const titled = (pattern: RegExp) => titles.some((title) => pattern.test(title))
  const comments = told.flatMap((block) => (block.kind === 'code' ? commentsOf(block) : []))
  const shown = told.flatMap(commandsIn).filter((command) => !isNamedOnly(command))
  const commands = shown.length
  const parts = {
    trigger: titled(triggerHeading) || says(triggerSentence),
    steps:
      hasSteps(told, titled(stepHeading), commands) ||
      says(startsRollback) ||
      (unit.topic === 'deployment' && says(deploysByItself)),
    verification:
      titled(verificationHeading) ||
      says(verificationSentence) ||
      comments.some((comment) => verificationSentence.test(comment)) ||
      shown.some(({ text }) => verificationCommand.test(text)),
    contacts: titled(contactHeading) || says(contactSentence),
  }
  return {
    ...parts,
    commands,
    missing: missingOf(parts),
    otherLanguage: isInOtherLanguage(unit.document),
    // a runbook that has the migrations taken back leaves nothing in place, whatever it says of a table
    keepsSchema: prose.some(saysSchemaKept) && !told.some(hasSchemaTakenBack),
    decides: decidesWho(unit),
    impact: impactOf(unit),
  }
}

/** Whether a document is written in another language than English: a chapter alone may be a list of commands. */
const isInOtherLanguage = once((document: MarkdownDocument) =>
  isOtherLanguage(
    document.blocks
      .filter(({ kind }) => kind !== 'code')
      .map(plainText)
      .join('\n')
      .slice(0, 40_000),
  ),
)

/** The parts in words, as messages name them. */
function missingOf(parts: Pick<Runbook, 'trigger' | 'steps' | 'verification' | 'contacts'>): string {
  const words = {
    trigger: 'when to act',
    steps: 'what to do',
    verification: 'how to see that it worked',
    contacts: 'who is told',
  }
  const missing = Object.entries(words).flatMap(([part, text]) => (parts[part as keyof typeof words] ? [] : [text]))
  return missing.length > 1 ? `${missing.slice(0, -1).join(', ')} and ${missing.at(-1)}` : (missing[0] ?? '')
}

/** An item that is a name and nothing else (a variable, a file) is no step. */
const isName = (block: Block) =>
  block.code.length === 1 && block.code[0]?.text.trim() === block.text.trim() && commandsIn(block).length === 0

function hasSteps(blocks: readonly Block[], titled: boolean, commands: number): boolean {
  const items = blocks.filter((block) => block.kind === 'item' && block.text.trim() !== '' && !isName(block))
  const ordered = items.filter((block) => block.ordered).length
  return (
    ordered >= 2 || commands >= 2 || (commands >= 1 && items.length >= 1) || (titled && items.length + commands >= 1)
  )
}

/** What is said between the commands of a block of code: `# 3. Confirm on the dashboard that errors are back to normal`. */
const commentsOf = (block: Block): readonly string[] =>
  block.text.split('\n').flatMap((line) => /^\s*#+\s+(?=\S)(.{3,300})/.exec(line)?.[1] ?? [])

/** Long enough for any paragraph of people, and short enough for the patterns. */
const plainText = (block: Block) => block.text.slice(0, 4000).replace(/\s+/g, ' ')
