import { walk } from '../../documents/tree.ts'
import { callIn } from './evaluate.ts'
import type { Template } from './template.ts'

/** The values of a parameter that a template has something for: what it allows, else what it is compared with. */
export function valuesOf(chooser: string, { parameters, root }: Template): Iterable<string> {
  const allowed =
    parameters
      .get(chooser)
      ?.get('AllowedValues')
      ?.items.flatMap(({ text }) => text ?? []) ?? []
  const names = new Set(allowed)
  if (names.size === 0) {
    const isChooser = (call: ReturnType<typeof callIn>) => call?.name === 'Ref' && call.argument.text === chooser
    for (const part of ['Conditions', 'Mappings', 'Resources']) {
      const under = root.get(part)
      for (const node of under ? walk(under) : []) {
        const call = callIn(node)
        const [first, second] = call?.argument.items ?? []
        if (call?.name === 'Equals' && first && second) {
          if (isChooser(callIn(first)) && second.text) names.add(second.text)
          if (isChooser(callIn(second)) && first.text) names.add(first.text)
        }
        if (call?.name === 'FindInMap' && second && isChooser(callIn(second))) {
          for (const { key } of root.at('Mappings', first?.text ?? '')?.entries ?? []) names.add(key)
        }
      }
    }
  }
  return names
}
