import type { Runbook } from '../schema/document.ts'
import { deploymentElsewhere, rollbackElsewhere, stemsElsewhere } from './languages.ts'

export type Topic = Runbook['topic']

const rollback =
  /\broll(ing|ed|s)?[- ]?backs?\b|\brevert(ing)? (a |the |an? )?(bad |failed |broken )?(deploy\w*|releases?|versions?|production)\b|\brevert(ing)? \b[^.:]{0,40}\bto (a|an|the) (previous|prior|earlier|former|last|older) (good |known |working )*(deploy\w*|releases?|versions?|state)\b|\bback(ing)?[- ]out\b|\bundo(ing)? (a |the )?(deploy\w*|release)|\brestor(e|ing) (a |the )?(previous|last|earlier|old) (good )?(version|release|deployment)/i
/* A rollback of something else than a deployment. */
const otherRollback = /\b(local|migrations?|schema|database|db|transactions?|commits?|git|terraform|module)\b/i

const deployment =
  /\bdeploying\b|\bhow (to|we|do (i|we)) (deploy|release|ship|(trigger|start|run|make|do|perform) (a|an|the) ((new|manual|production) )*(deploy(ment)?|release))\b|\bdeploy (a|the) ((new|latest|next) )?(\w+ )?(version|release)\b|\b(deploy(ment)?s?|releas(e|ing)|delivery|roll-?out) (guide|run ?books?|process(es)?|procedures?|instructions?|steps|manual|check ?list|workflow|how-?to|playbook)\b|\bdeploy(ment)? notes\b|^((build|test|config|configuration|builds|testing|tests|build config|ci|infrastructure)s? ?(and|&|\/|,) ?|(continuous|manual|production|application|app|service|automated|automatic) )?(deploy|deploys|deployment|deployments)$|\b(releasing|(making|make|create|creating|cut|cutting|publishing|doing) an? (new )?(release|deployment))\b|^releases?$|^(re)?deploy (the |all |all the |our |new )?(services?|apps?|applications?|system|stack|back-?end|front-?end|api|platform|microservices?)$|\bdeploy(s|ment|ments)? to (the )?(prod|production|live|staging)\b|^deploy(ment)? (to|on|with|via|using)\b|^([\w.]+ ){0,2}(aws|amazon|azure|gcp|google cloud|cloud|cdk|cloudformation|kubernetes|k8s|openshift|helm|ecs|eks|aks|gke|fargate|lambda|serverless|terraform|ansible|heroku|server|vm|argo ?cd|gitops) deployments?$/i
/* Words about the deployment of something else than the system. */
const otherSystem =
  /\blocal(ly|host)?\b|your (machine|laptop|computer|own)|minikube|\bkind\b|\bk3d\b|\b(docker|rancher|podman) desktop\b|\borbstack\b|\bcolima\b|docker[- ]compose|\bcompose\b|sandbox|\bscratch\b|\b(personal|developer('?s)?) (account|cluster|namespace|subscription|project)s?\b|\bfor (testing|tests|development|demos?)\b|dev(elopment)? (env|environment|set ?up|server)|review apps?|preview|\b(prototypes?|mock-?ups?|mocks?|spikes?|proofs?[- ]of[- ]concept|pocs?|(feature |your )branch(es)?)\b/i
/* Words about a deployment that do not tell how. */
const otherText =
  /\b(diagram|architecture|view|strateg(y|ies)|options|variations|frequency|targets?|yaml|manifests?|config(uration)?s?$|keys?|tokens?|notes for|troubleshoot\w*)\b|^release notes/i
const isOther = (text: string): boolean => otherSystem.test(text) || otherText.test(text)

const incident =
  /\bincidents?\b|\bdisaster\b|\boutages?\b|\bon[- ]call\b|\bemergenc(y|ies)\b|\balert(ing|s)? (run ?book|guide|handbook)/i
const operations =
  /\brun ?books?\b|(?<!ansible )\bplaybooks?\b|\b(operations?|operating|ops|support) (manual|guide|handbook|playbook|run ?book)\b|^(common |routine )?(operations?|operational|ops|support|maintenance) (tasks?|procedures?|commands)$/i

/** What a title or heading says that its text is about; undefined where it is about none of the topics. */
export function topicOf(title: string): Topic | undefined {
  const text = title
    .replace(/[-_+]+|%20/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[.:!?]+$/, '')
    .trim()
    .slice(0, 200)
  if ((rollback.test(text) || rollbackElsewhere.test(text)) && !otherRollback.test(text)) return 'rollback'
  if (deploymentElsewhere.test(text) && !isOther(text)) return 'deployment'
  if (deployment.test(text) && !isOther(text)) return 'deployment'
  if (/\bansible\b/i.test(text)) return undefined
  if (incident.test(text)) return 'incident'
  return operations.test(text) ? 'operations' : undefined
}

/**
 * What is put beside a service to watch, guard or describe it; that something watches the monitoring is never said of the
 * service itself.
 */
const addOn =
  /\b(?:meta[- ]?)?(?:monitoring|observability|telemetry|logging|tracing)(?: (?:stack|system|agents?|charts?|add-?ons?))?$|\b(?:dashboards?|alert(?:s|ing)?(?: rules)?|exporters?|(?:ingress|cert|certificate)[- ](?:controller|manager)|add-?ons?|storybook|bastion(?: host)?|runners?)$/i

/**
 * The part beside the service that a title says is deployed ("Deploy Shop meta-monitoring", "Deploying the dashboards");
 * empty where it speaks of the service, with or without what stands beside it.
 */
export function addOnOf(title: string): string {
  const text = title.replace(/\s+(?:(?:on|to|in|with|via|using|for|of)\s.*|[([].*)$/i, '').replace(/[.:!?\s]+$/, '')
  if (!/\bdeploy/i.test(text) || /\band\b|&|,/i.test(text)) return ''
  return addOn.exec(text)?.[0].toLowerCase() ?? ''
}

const toLower =
  /\b(?:deploy\w*|releas\w+|roll\w*[- ]?back) (?:(?:to|on|in|into|from|of) )?(?:(?:the|a|your|our) )?((?:dev|develop|development|test|testing|qa|integration|int|staging)\b(?: (?:account|environment|env|cluster|server|stack|space|namespace|subscription)s?)?)$/i

/** The environment below production to which a title says that it deploys, or in which it rolls back, and to no other; else empty. */
export const lowerOf = (title: string): string => toLower.exec(title.replace(/[.:!?\s]+$/, ''))?.[1] ?? ''

const bothNamed =
  /\b(deploy\w*|releas\w*)(\s+(process|procedures?|guide|steps|run ?books?|instructions))?\s*(,|&|\/|\+|\band\b)\s*(\w+\s*(,|&|\band\b)?\s*){0,2}(roll(ing)?[- ]?backs?|reverts?|reverting)\b|\broll(ing)?[- ]?backs?\s*(,|&|\/|\+|\band\b)\s*(re)?(deploy\w*|releas\w*)\b/i

/** Whether a title names the deployment beside the rollback ("Deployment and rollback"), and not the rollback of one. */
export const namesBoth = (title: string): boolean => bothNamed.test(title.slice(0, 200)) && !isOtherDeployment(title)

const exercise = /\b(exercises?|labs?|lessons?|tutorials?|workshops?|homework|katas?|hands[- ]on)\b/i
/* Said of a text itself: a system may be called a demo. */
const trial = /\b(demo(nstration)?s?|tasks?|assignments?)\b/i
const machine = /\bauto\w*|\bbased on\b/i
/* The name of a document that plans one change of the system: its rollback plan is of that change. */
const ofOneChange =
  /\b(features?|design|spec(ification)?|implementation|proposal|prd|refactor(ing)?)( (plan|doc(ument)?|overview|proposal|notes?))?( (md|mdx|adoc|rst|txt))?$/i

/* A document of one correction made by hand: what its "Rollback" takes back is that, and no version. */
const ofCorrection =
  /\b(?:correct(?:ion|ive|if)s?|correcci[oó]n(?:es)?|corre[cç](?:[aã]o|[oõ]es)|korrektur(?:en)?|(?:data|link|content)[- ]?(?:fix(?:es)?|repairs?|corrections?|clean-?ups?)|one[- ]?(?:off|time)|back-?fill(?:ing|s)?)\b/i
/* `MAINT-229 …`: of one ticket; SOP-12 and RB-004 number documents. */
const ofTicket =
  /^(?!(?:SOP|RB|RUN|RUNBOOK|OPS|DOC|PB|PROC|KB|HOWTO|ISO|GUIDE|PLAYBOOK|POL|STD)[-_ ]?\d)[A-Z][A-Z\d]+-\d+\b/
const ofVersionsItself = /deploy|releas|roll-?outs?\b|\b(?:versions?|upgrades?)\b|^[^:—]*\broll(?:ing)?[- ]?backs?\b/i

/* Folders of what is planned or looked into, and of the site on which a product is described to its users. */
const notForOperators =
  /(^|\/)(specs?|specifications?|prds?|plans?|proposals?|design([-_]docs?)?|rfcs?|research)\/|(^|\/)(website|docusaurus|docs?[-_](site|website))\//i

/** Whether a text is, by its folder, a plan of a change or told to the users of a product, and no runbook by its name. */
export const isForOthers = (path: string): boolean => notForOperators.test(path) && !/run[-_ ]?book/i.test(path)

/**
 * Whether a text is for who learns, tells of what a machine does by itself, or plans one change, and is not for who operates
 * the system.
 * @param titles its own title, and what it stands under
 */
export function isPractice(topic: Topic, [title, ...above]: readonly [string, ...string[]]): boolean {
  return (
    [title, ...above].some((one) => exercise.test(one)) ||
    trial.test(title) ||
    (topic === 'rollback' && (machine.test(title) || above.some((one) => ofOneChange.test(one) || isOfOneMatter(one))))
  )
}

const isOfOneMatter = (title: string) =>
  (ofCorrection.test(title) || ofTicket.test(title)) && !ofVersionsItself.test(title)

const forDevelopers =
  /\b(dev|development|local|developer|sandbox|scratch) (env|environment|stack|set ?up|cluster|machine)s?\b|\blocal(ly)? (development|dev|set ?up)\b|\b(developing|running|working) locally\b/i

/** Whether a chapter is on the environment of who develops: what is deployed below it is none of the system. */
export const isForDevelopers = (title: string) => forDevelopers.test(title)

/* What is done to keys, machines and customers, and not a service that does it: it has ways back of its own. */
const upkeep =
  /\b(?:rotat(?:e|es|ing|ions?)|re-?key(?:ing)?|renew(?:al|als|ing|s)?|revok(?:e|es|ing)|revocation|evacuat(?:e|es|ing|ion)|resiz(?:e|es|ing)|fail-?over|decommission(?:ing|s)?|(?:on|off)-?board(?:ing)?)\b(?![- ](?:service|api|app|application|portal|platform|system|server|site|gateway|worker)s?\b)/i

/* What a chapter says itself of versions, and guides for who comes to work here: "Onboarding for engineers". */
const ofVersions = /deploy|releas|\b(?:versions?|team|engineers?|developers?|on-?call)\b/i

/**
 * Whether titles around a chapter say that something else than a version is changed there, which its "Rollback" takes back;
 * one that names versions itself ("How to roll back a deployment") takes those back wherever it stands.
 */
export const isOfUpkeep = (own: string, around: readonly string[]): boolean =>
  !ofVersions.test(own) && around.some((title) => upkeep.test(title) && !ofVersions.test(title))

/** Whether a title speaks of a deployment that is none of the system: of a local one, say, or of options. */
export const isOtherDeployment = (title: string) => /deploy/i.test(title) && isOther(title)

const topicWordsHere =
  /run[ _-]?books?|playbook|deploy|releas|roll(ing|ed)?[- _]?back|revert|back(ing)?[- ]out|\bundo|\brestor|disaster|incident|outage|on[- ]call|emergenc|\b(operations?|operating|operational|maintenance|ops|support)[ _-](manual|guide|handbook|tasks?|procedures?|commands)/

/** Words of which at least one stands in the path or a heading of every document that this folder reads. */
export const topicWords = new RegExp(`${topicWordsHere.source}|${stemsElsewhere}`, 'i')

/**
 * Whether a chapter is on a deployment beside that of the system ("Deploying the containers for testing"): so is what
 * stands below it, unless that names production.
 */
export const isBesideSystem = (title: string): boolean =>
  /deploy/i.test(title) && otherSystem.test(title.replace(usedForBoth, '')) && !/\bprod(uction)?\b/i.test(title)

/** What small systems are deployed with, too. */
const usedForBoth = /\b(docker[- ])?compose\b/gi

const opening =
  /\b(?:this|the following|here)\b[^.]{0,80}\bhow\b[^.]{0,60}?\b(?:(?:is|are|gets?|be) deployed\b|deploy(?:ment)?s\b[^.]{0,30}?\b(?:work|happen|run|(?:is|are) (?:made|done|run|started))\b|(?:to|we) deploy\b)/i

/** Whether the first paragraph of a text says that the text tells how deployments work. */
export const tellsDeployments = (paragraph: string): boolean => {
  const text = paragraph.slice(0, 600).replace(/\s+/g, ' ')
  return opening.test(text) && !isOther(text)
}
