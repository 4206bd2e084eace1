export { RowPage as RowScreen } from '#features/reviews/drawer/row-page.tsx'
