import { defaultSettings } from '../../../../config/settings.ts'
import { argumentsOf, programOf } from '../../../image/arguments.ts'
import { classify } from '../../environment.ts'
import type { Act } from '../../model.ts'

/*
 * Slots of App Service and Functions (learn.microsoft.com, "Set up staging environments in Azure App Service"): a second
 * copy of one application beside the one that serves, which changes places with it. verdicts.md: "A slot named staging is
 * no staging environment."
 */

/** Tasks of Azure Pipelines that ask for the slot's name only where this is switched on. */
const switched = /^Azure(Rm)?(WebApp|FunctionApp)/i
const onlyWith = /^deployto(slotorase|slotflag)$/i
const slotInput = /^slot([-_]?name)?$/i
const appInput = /^(web|function)?[-_]?app([-_]?name)?$|^azure_app_name$/i

/** The slot that an act puts a version into, as written; undefined where it names none. */
export function slotOf(act: Act): string | undefined {
  const { inputs, tool } = act
  if (inputs) {
    if (switched.test(tool) && inputNamed(inputs, onlyWith)?.toLowerCase() !== 'true') return undefined
    return inputNamed(inputs, slotInput)
  }
  return isAboutApps(act) ? argumentsOf(act).flag('--slot', '-s')[0] : undefined
}

/** Whether an act puts a version into a slot whose name would be that of a staging environment. */
export function goesToStagingSlot(act: Act | undefined): boolean {
  const slot = act && slotOf(act)
  return slot !== undefined && classify(slot, defaultSettings) === 'staging'
}

/** Whether an act lets a slot change places with another one. */
export function swapsSlots({ tool, kinds }: Act): boolean {
  if (!kinds.includes('deploy')) return false
  return /deployment slot swap$|^az spring(-cloud)? app set-deployment$|^AzureAppServiceManage$|^switch-azwebappslot$/i.test(
    tool,
  )
}

/** The application that a command or action of App Service works on, as written; undefined where it names none. */
export function appOf(act: Act): string | undefined {
  if (act.inputs) return inputNamed(act.inputs, appInput)
  return isAboutApps(act) ? argumentsOf(act).flag('--name', '-n')[0] : undefined
}

const isAboutApps = (act: Act) => programOf(act) === 'az' && /^az (webapp|functionapp)\b/.test(act.tool)

function inputNamed(inputs: Readonly<Record<string, string>>, name: RegExp): string | undefined {
  return Object.entries(inputs).find(([key, value]) => name.test(key) && value !== '')?.[1]
}
