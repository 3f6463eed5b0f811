/* Migrations are run by their tool, and a server or a test of SQL is no statement. */
const executesSql =
  /(?:^|[.:;,]\s*|\b(?:and|then|(?:need|have) to|please|must|should)\s+|^\s*(?:[-*+]|\d+[.)])\s+)((?:execute|run|apply|paste)\s+(?:the|this|these|that|your)\s+(?:(?:generated|resulting|following|above)\s+)?sql\b)(?!\s+(?:migrations?|server|proxy|tests?|linter?)\b)/im

/**
 * The words by which prose has a person type a statement of SQL without showing it.
 * @param text of a block, or of a whole document
 * @returns "Execute the SQL" as it is written, or undefined
 */
export const toldStatement = (text: string): string | undefined => executesSql.exec(text)?.[1]

const eachEnvironment =
  /\b(an|each|every|all|any|the (relevant|right|given|target|appropriate)|which|other|both)( of the)?( \w+)? environments?\b/i

/** Whether a text speaks of any environment ("To make changes to an environment, …"): production is one of them. */
export const speaksOfEach = (text: string): boolean => eachEnvironment.test(text)

const exception = /\b(not|never|n['’]t|except|unlike|other than|before|non-?prod\w*|local|until|instead)\b/i

/** Whether a text leaves something out ("except in production"): what it names need not be what it is about. */
export const makesException = (text: string): boolean => exception.test(text)

/* Programs with a verb that no sentence uses by chance. */
const changing =
  /\b(?:terraform|tofu|terragrunt) (?:apply|destroy)\b|\bpulumi (?:up|destroy)\b|\bcdk (?:deploy|destroy)\b|\bhelm (?:upgrade|install|rollback|uninstall)\b|\bhelmfile (?:apply|sync)\b|\b(?:kubectl|oc) (?:apply|edit|patch|scale|delete|replace|set|rollout (?:restart|undo))\b|\bcf (?:push|restage|scale|set-env)\b|\bansible-playbook\b|\b(?:fly|flyctl|kamal|serverless|sls|sam|eb) deploy\b|\bheroku (?:config:set|ps:scale|restart)\b/
const instruction =
  /(?:^|[.:;,(]\s*|\b(?:and|then|by|to|please|can|must|should|or|you|manually)\s+)(?:re-?)?(?:run|running|execute|executing|use|using|type|enter|issue|perform|do|call)(?:\s+(?:a|an|the|your|our|another|manual|local|plain|command))*\s+["'(]?$/i

/**
 * The command that prose has a person run without marking it as code: "then run terraform apply in production".
 * @returns the program with its verb, or undefined
 */
export function toldCommand(text: string): string | undefined {
  const found = changing.exec(text)
  return found && instruction.test(text.slice(0, found.index)) ? found[0] : undefined
}

const againstDatabase =
  /\b(?:run|execute|issue|type|use)\b(?:[^.;:]|\.(?=\S)){0,80}?\b(?:commands?|statements?|quer(?:y|ies)|scripts?|sql)\b[^.;:]{0,40}?\b(?:against|on|in|to)\s+(?:(?:the|our|your|a)\s+)?(?:remote|production|prod|live)\s+(?:db|database)\b/i

/**
 * The words by which prose lets a person run whatever they like against a database that runs: "you can now run `./manage.py`
 * commands directly against the remote DB". Which ones, nobody says.
 */
export const toldAgainst = (text: string): string | undefined =>
  /\bread[- ]?only\b/i.test(text) ? undefined : againstDatabase.exec(text)?.[0]
