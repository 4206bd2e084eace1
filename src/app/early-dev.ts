import { askEarly } from './early-ask.ts'

// In development the page comes as it is written: its rows are drawn by React alone.
askEarly()
