/*
 * What a sentence or a chapter says that does not hold: what is planned, proposed or asked, what is to be written yet, and
 * what was so once. Nobody can rely on any of it.
 */

const open =
  /\b(?:todo|tbd|tba|fixme)\b|\b(?:planned|proposals?|proposed|ideas?|draft|wish ?list)\s*:|\bnot (?:yet|implemented|decided|agreed|written|set up)\b|\bin (?:the )?future\b|\bsome ?day\b|(?<!\b(?:about|after|by|for|in|least|most|of|than|within) )\bone day\b(?! (?:after|ahead|before|earlier|in advance|later|prior))|\bat some point\b|\b(?:we|they|the team|it is|is|are) (?:plan|planning|planned|intend|intending|intended|hope|hoping|considering|thinking) (?:to|of|about|on)\b|\b(?:we|they|the team) (?:would like to|want to|should consider|will decide|have yet to)\b|\bto be (?:decided|defined|determined|written|done|agreed|confirmed|implemented|added)\b|\?["'”)]*\s*$/i
const past =
  /\b(?:we|you|they|people|nobody) no longer\b|\b(?:is|are) no longer (?:set|done|used|needed|necessary|required|updated|told|posted|left|kept)\b|\b(?:we|they|people|the team) used to\b/i

const clause = String.raw`\b(?:if|when|whenever|once|unless|until|while|as long as|in case)\b[^,;?]{1,300}`
/* Under which condition something is done: "If it is not yet up, …", "… while it is not yet up." */
const condition = new RegExp(String.raw`${clause},|(?<=\S )${clause}$`, 'gi')

/** Whether a sentence says what is so, or what is to be done under some condition. */
export function isSettled(sentence: string): boolean {
  const said = sentence.replace(condition, ' ')
  return !open.test(said) && !past.test(said)
}

/** Whether a sentence says that something is not left as it is: "migrations are not kept in place". */
export const leavesNothing = (sentence: string): boolean => notLeft.test(sentence)

const notLeft = /(?:\b(?:not|never)|n['’]t) (?:be |being |to )?(?:left|leave|stay|kept|keep|remain)\b/i

const lower =
  /\b(?:staging|uat|qa|test|dev|development|integration) (?:environment|system|site|cluster|stack)\b|\b(?:on|in|for) (?:the )?(?:staging|uat|qa|dev|development|integration)\b/i

/** Whether a sentence speaks of an environment below production, and of no other. */
export const isBelowProduction = (sentence: string): boolean =>
  lower.test(sentence) && !/\b(?:prod|production|live)\b/i.test(sentence)

const plans =
  /^\W*(?:[\d.]+\s*)?(?:(?:(?:possible|potential|planned|proposed|upcoming|future) (?:future )?)+(?:works?|improvements?|enhancements?|changes|plans?|ideas?|extensions?|automation|steps|considerations|tasks)|future|ideas?|road ?map|to[- ]?dos?|backlog|wish ?list|open (?:questions?|points|issues|topics)|out of scope|not (?:yet )?implemented|nice[- ]to[- ]haves?|brainstorm\w*)(?:\s+(?:for|on|of|about)\b.*)?\W*$/i

/** Whether a chapter is, by its title, on what may come one day. */
export const isOfPlans = (title: string): boolean => plans.test(title)
