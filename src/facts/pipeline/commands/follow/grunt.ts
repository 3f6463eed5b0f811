import { basename } from '../../../../documents/path.ts'
import { emit } from '../call.ts'
import type { Follow } from './index.ts'
import { byNameAlone } from './text.ts'

/** Tasks that make something out of sources, whatever it is. */
const builds =
  /^(default|dist|bundle|prod|production|webpack|assets|sass|scss|less|css|styles?|scripts|js|minify|uglify|concat|babel|browserify|typescript|ts)$/

/**
 * `grunt test-unit`, `gulp build lint`: tasks that are written as programs, of which only the names are read; where none
 * is named the default one, which the table knows (gruntjs.com, "Using the CLI"; gulpjs.com, "CLI").
 */
export const grunt: Follow = async (call, shell, context, finder) => {
  const { words } = call
  const tasks = words.filter((word, i) => {
    const before = words[i - 1] ?? ''
    return (
      i > 0 && /^[\w:.-]+$/.test(word) && !word.startsWith('-') && !(before.startsWith('-') && !before.includes('='))
    )
  })
  for (const task of tasks) {
    const name = task.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
    if (builds.test(name)) emit(finder, shell, context, call, { kinds: ['build'], tool: basename(words[0] ?? '') })
    else byNameAlone(name, call, shell, context, finder)
  }
  return tasks.length > 0
}
