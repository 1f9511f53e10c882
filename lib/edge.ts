/**
 * CloudFront Functions (`cloudfront-js-2.0`), which run on every request before it reaches an origin.
 * They are scripts, not modules, and know nothing of this repository; hence text.
 */

/** Passes the viewer's own address on, and lets no viewer pretend to one or to the distribution's secret. */
export const passViewerOn = `
function handler(event) {
  var request = event.request;
  delete request.headers['x-vitrine-origin'];
  request.headers['x-vitrine-viewer-ip'] = { value: event.viewer.ip };
  return request;
}
`;

/**
 * Serves the app for every path that is no file. A custom error response would do so, too, but for the whole distribution: it would
 * swallow the API's own 403 and 404.
 */
export const serveApp = `
function handler(event) {
  var request = event.request;
  var last = request.uri.split('/').pop();
  if (last.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}
`;
