import { escaped } from '../../documents/pattern.ts'

/** Endings of manifests that are kept as templates; what else they end in tells nothing: `deployment.yaml.tmpl`. */
export const templateEndings = ['.tmpl', '.template', '.tpl'] as const

const ending = new RegExp(`(${templateEndings.map(escaped).join('|')})$`)

/** Whether a file may be one, by its name. */
export const isTemplateName = (path: string): boolean => ending.test(path)

/** A name without that ending. */
export const withoutTemplate = (name: string): string => name.replace(ending, '')
