// Every answer that is not a success has one shape: `{ error: { code, message, details? } }`. Runs on the main thread.
// A user's mistake is told to the user; a mistake of ours goes to the log, and the user gets the request's id to find it.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { DaoliError, type ErrorCode } from '#base/error.ts';
import type { ErrorBody } from '#client/schema.ts';

const STATUS: { readonly [code in ErrorCode]: number } = {
  bad_flag: 400,
  bad_config: 400,
  bad_inventory: 400,
  bad_request: 400,
  bad_message: 400,
  bad_flow: 400,
  not_found: 404,
  capacity: 503,
  unavailable: 503,
};

/** Answers for an error that a handler threw, or that Fastify found in the request. */
export function sendFailure(error: FastifyError | DaoliError, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof DaoliError) {
    reply.code(STATUS[error.code]).send(bodyOf(error.code, error.message, error.details));
    return;
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    reply.code(status).send(bodyOf('bad_request', error.message));
    return;
  }
  request.log.error({ err: error, url: request.url }, 'request failed');
  reply
    .code(500)
    .send(bodyOf('internal', `the controller failed to answer; its log says why under request ${request.id}`));
}

/** Answers for a path or method that is not served. */
export function sendNotServed(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?', 1)[0];
  if (request.method === 'GET' || request.method === 'HEAD') {
    reply.code(404).send(bodyOf('not_found', `${path}: no such path; /v1/openapi.json lists all there are`));
    return;
  }
  reply
    .code(405)
    .header('allow', 'GET, HEAD')
    .send(bodyOf('bad_request', `${request.method} ${path}: not served; this API only reads, with GET`));
}

/** Answers bytes that are no HTTP request, or one that came too slowly, and closes the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = refusalOf(error.code);
  const body = JSON.stringify(bodyOf('bad_request', message));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function refusalOf(code: string | undefined): [status: number, message: string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'the request did not arrive whole in time'];
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'the request line and headers are longer than 16 KiB'];
  return [400, 'not an HTTP request'];
}

function bodyOf(code: ErrorBody['error']['code'], message: string, details: readonly string[] = []): ErrorBody {
  return { error: details.length > 0 ? { code, message, details: [...details] } : { code, message } };
}
