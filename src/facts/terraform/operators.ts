import { Hidden, isHidden } from '../hidden.ts'
import { equal, hiddenIn, Missing, numberOf, truthOf, type Value } from '../infrastructure/value.ts'

/** `!x`, `-x` */
export function unary(operator: '!' | '-', operand: Value): Value {
  if (isHidden(operand)) return operand
  if (operator === '-') {
    const number = numberOf(operand)
    return number === undefined ? new Missing('a number') : -number
  }
  const truth = truthOf(operand)
  return truth === undefined ? new Missing('true or false') : !truth
}

/** Two values put together. What is on the right is computed only where it counts. */
export function binary(operator: string, left: Value, right: () => Value): Value {
  if (operator === '&&' || operator === '||') return logical(operator, left, right)
  const other = right()
  if (operator === '==' || operator === '!=') {
    const same = equal(left, other)
    if (same === undefined) return hiddenIn(left) ?? (hiddenIn(other) as Hidden)
    return same === (operator === '==')
  }
  if (isHidden(left)) return left
  if (isHidden(other)) return other
  const a = numberOf(left)
  const b = numberOf(other)
  if (a === undefined || b === undefined) return new Missing('two numbers')
  return arithmetic(operator, a, b)
}

/** `false && hidden` is false, `true || hidden` true. */
function logical(operator: string, left: Value, right: () => Value): Value {
  const decides = operator === '||'
  const first = isHidden(left) ? left : truthOf(left)
  if (first === decides) return decides
  const value = right()
  const second = isHidden(value) ? value : truthOf(value)
  if (second === decides) return decides
  if (first instanceof Hidden) return first
  return second ?? new Missing('true or false')
}

function arithmetic(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? new Missing('a division by zero') : a / b
    case '%':
      return b === 0 ? new Missing('a division by zero') : a % b
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    default:
      return a >= b
  }
}
