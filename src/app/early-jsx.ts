/*
 * What the build compiles the markup of the early script for, in place of React: elements at once, no life in them.
 * Components without hooks so draw the same picture twice, first here and then by React.
 */

type Drawn = Node | string | number | boolean | null | undefined | readonly Drawn[]
type Props = Readonly<Record<string, unknown>> & { readonly children?: Drawn }
type Component = (props: Props) => Drawn

/** Draws an element, or what a component draws. Whoever may press a button later sees that it cannot be pressed yet. */
export function jsx(type: string | Component, props: Props): Drawn {
  if (typeof type !== 'string') return type(props)
  const element =
    type === 'svg' || type === 'path'
      ? document.createElementNS('http://www.w3.org/2000/svg', type)
      : document.createElement(type)
  for (const [name, value] of Object.entries(props)) setProp(element, name, value)
  if (type === 'button') element.setAttribute('disabled', '')
  append(element, props.children)
  return element
}

export { jsx as jsxs }

/** Its children, without anything around them. */
export function Fragment({ children }: Props): Drawn {
  return children
}

/** Writes something drawn behind what an element holds already; nothing for what React draws nothing for. */
export function append(element: ParentNode, drawn: Drawn): void {
  if (drawn === undefined || drawn === null || typeof drawn === 'boolean') return
  if (typeof drawn === 'string' || typeof drawn === 'number') element.append(String(drawn))
  else if (drawn instanceof Node) element.append(drawn)
  else for (const one of drawn) append(element, one)
}

function setProp(element: HTMLElement | SVGElement, name: string, value: unknown): void {
  if (name === 'style') setStyle(element, value ?? {})
  // As React has it: `false` is a value of these, and takes any other attribute away.
  const isSaid = value !== false || /^(aria|data)-/.test(name)
  if (name !== 'children' && isSaid && ['string', 'number', 'boolean'].includes(typeof value))
    element.setAttribute(attributeOf(name), `${value as string | number | boolean}`)
}

function attributeOf(name: string): string {
  if (name === 'className') return 'class'
  return name.startsWith('stroke') ? name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`) : name
}

function setStyle(element: HTMLElement | SVGElement, value: object): void {
  for (const [name, text] of Object.entries(value))
    element.style.setProperty(name, typeof text === 'number' ? `${text}px` : String(text))
}
