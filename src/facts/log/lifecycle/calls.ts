import { parseJson } from '../../../documents/json.ts'
import { Text } from '../../../documents/text.ts'
import { Hidden } from '../../hidden.ts'
import { type Lifecycle, lifecyclesIn } from './policies.ts'

/* `PUT _ilm/policy/logs` of a console, `curl -X PUT "$ES/_ilm/policy/logs" -d '{…}'` of a script. */
const call = /(_ilm\/policy|_(?:plugins|opendistro)\/_ism\/policies)\/([\w.${}:*-]+)/g
/* How far behind the address the policy begins: headers and options of curl stand between. */
const reach = 800

/** The policies that a text puts to a cluster, each where its address stands. */
export async function lifecyclesCalled(file: string, content: string): Promise<readonly Lifecycle[]> {
  const found: Lifecycle[] = []
  for (const match of content.matchAll(call)) {
    const [whole, api = '', name = ''] = match
    const end = match.index + whole.length
    const begin = /\{\s*\\?"policy\\?"/.exec(content.slice(end, end + reach))
    const next = content.slice(end, end + reach).search(/_ilm\/policy|_ism\/policies/)
    if (!begin || (next >= 0 && next < begin.index)) continue
    const body = balanced(content, end + begin.index)
    const place = { file, start: match.index, end }
    const { document } = await parseJson(new Text(file, body.includes('\\"') ? body.replaceAll('\\"', '"') : body))
    const system = api.includes('_ilm') ? 'elasticsearch' : 'opensearch'
    const policies = document ? lifecyclesIn(document, name) : []
    if (policies.length > 0) found.push(...policies.map((policy) => ({ ...policy, name, place })))
    else found.push({ system, name, indices: [], days: unread(name, file), place })
  }
  return found
}

/** From a brace to the one that closes it. */
function balanced(content: string, start: number): string {
  let depth = 0
  for (let at = start; at < content.length && at < start + 20_000; at++) {
    if (content[at] === '{') depth++
    else if (content[at] === '}' && --depth === 0) return content.slice(start, at + 1)
  }
  return ''
}

const unread = (name: string, file: string) =>
  new Hidden(`what the policy ${name} of ${file} says`, {
    kind: 'file',
    text: `keep the policy ${name} in a file of JSON that ${file} sends`,
  })
