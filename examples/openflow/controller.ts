// A controller that makes every switch a hub, and prints what switches say.
import { createServer } from 'node:net';
import {
  encodeMessage,
  type MessageIn,
  OFPP_CONTROLLER,
  OFPP_FLOOD,
  printMessage,
  StreamDecoder,
} from 'daolinet/openflow';

createServer((socket) => {
  const decoder = new StreamDecoder();
  const send = (message: MessageIn) => socket.write(encodeMessage(message));
  const lift = { type: 'APPLY_ACTIONS', actions: [{ type: 'OUTPUT', port: OFPP_CONTROLLER }] } as const;
  send({ version: 4, type: 'HELLO', elements: [] });
  send({ version: 4, type: 'FEATURES_REQUEST' });
  send({ version: 4, type: 'FLOW_MOD', command: 'ADD', priority: 0, match: [], instructions: [lift] });
  socket.on('error', console.error);
  socket.on('data', (chunk) => {
    decoder.push(chunk);
    for (let item = decoder.next(); item !== undefined; item = decoder.next()) {
      console.log(item.ok ? printMessage(item.message) : item.error.message);
      if (!item.ok || item.message.version !== 4) continue;
      const { message } = item;
      if (message.type === 'ECHO_REQUEST') send({ ...message, type: 'ECHO_REPLY' });
      if (message.type !== 'PACKET_IN') continue;
      const flood = [{ type: 'OUTPUT', port: OFPP_FLOOD } as const];
      send({ version: 4, type: 'PACKET_OUT', inPort: OFPP_CONTROLLER, actions: flood, data: message.data });
    }
  });
}).listen(Number(process.env.PORT ?? 6653), '127.0.0.1');
