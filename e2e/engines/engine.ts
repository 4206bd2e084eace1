/** What goes into a page and comes out of it. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Keys that are no letters, by their names in `KeyboardEvent.key`. */
export type NamedKey = 'ArrowDown' | 'ArrowUp' | 'Enter' | 'Escape' | 'Tab'

/** A point of the window, in CSS pixels from its upper left corner. */
export type Point = { readonly x: number; readonly y: number }

/** Width and height of what a page is shown in, in CSS pixels. */
export type Size = { readonly width: number; readonly height: number }

/** A browser with one window. Each engine has one of these, so that every step of a test is written once. */
export type Engine = {
  /** Opens an address and waits until the page has loaded. */
  goto(url: string): Promise<void>
  /** Runs a function in the page, which sees nothing but its argument, and waits for its promise. */
  evaluate<Given extends Json, Value>(
    run: (given: Given) => Value | Promise<Value>,
    given: Given,
  ): Promise<Value>
  /** Presses and releases one key: a named one, or a character. */
  press(key: NamedKey | (string & {})): Promise<void>
  /** Types a text, a key for each character. */
  type(text: string): Promise<void>
  /** Moves the pointer there. */
  hover(point: Point): Promise<void>
  /** Moves the pointer there, presses and releases its first button. */
  click(point: Point): Promise<void>
  resize(size: Size): Promise<void>
  /** What the window shows, as a PNG in base64. */
  screenshot(): Promise<string>
  /** Errors of the console, exceptions, violations of the policy and failed answers since this was asked last. */
  takeErrors(): Promise<readonly string[]>
  close(): Promise<void>
}
