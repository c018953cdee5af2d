// What every answer says to the browser about itself. No inline script, no inline style, no eval; markup that a script
// wants to write has to come from lit's own templates, and the one script address from this demo's own policy.

const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html aftersale-demo',
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
};

// A name that only pretends to be this machine would give another site's pages a way in.
const here = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export async function security(context, next) {
  if (!here.test(context.req.header('host') ?? ''))
    return context.text('This is not the host you are looking for', 421);
  await next();
  for (const [name, value] of Object.entries(headers)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
}
