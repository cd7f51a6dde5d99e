// A switch without ports: it keeps the flows that it is given, prints them, and lifts a packet each second.
import { connect } from 'node:net';
import { encodeMessage, type MessageIn, oxm, printMessage, StreamDecoder } from 'daolinet/openflow';

const ARP = Buffer.from(
  'ffffffffffff02000000000108060001080006040001020000000001' + '0a0000010000000000000a000002',
  'hex',
);
const socket = connect(Number(process.env.PORT ?? 6653), '127.0.0.1');
const decoder = new StreamDecoder();
const send = (message: MessageIn) => socket.write(encodeMessage(message));
send({ version: 4, type: 'HELLO', elements: [] });
setInterval(() => {
  send({
    version: 4,
    type: 'PACKET_IN',
    reason: 'NO_MATCH',
    totalLen: ARP.length,
    match: [oxm('IN_PORT', 1)],
    data: ARP,
  });
}, 1000);
socket.on('data', (chunk) => {
  decoder.push(chunk);
  for (let item = decoder.next(); item !== undefined; item = decoder.next()) {
    console.log(item.ok ? printMessage(item.message) : item.error.message);
    if (!item.ok || item.message.version !== 4) continue;
    const { xid, type } = item.message;
    if (type === 'ECHO_REQUEST') send({ ...item.message, type: 'ECHO_REPLY' });
    if (type === 'BARRIER_REQUEST') send({ version: 4, type: 'BARRIER_REPLY', xid });
    if (type === 'FEATURES_REQUEST')
      send({ version: 4, type: 'FEATURES_REPLY', xid, datapathId: 1n, nBuffers: 0, nTables: 1, capabilities: [] });
  }
});
