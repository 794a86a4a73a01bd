export { compareRoutes, type MatrixRoute, type RouteComparison, SecondRouteDisagreement } from './compare.js';
