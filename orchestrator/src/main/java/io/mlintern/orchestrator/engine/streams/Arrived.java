package io.mlintern.orchestrator.engine.streams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// An input as it was read, and its place.
record Arrived(String topic, int partition, long offset, Record<String, byte[]> record)
        implements RecordMetadata {

    static Arrived of(RecordMetadata from, Record<String, byte[]> record) {
        return new Arrived(from.topic(), from.partition(), from.offset(), record);
    }

    /// In a form for a store; nothing of the record is read or changed.
    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(topic);
            out.writeInt(partition);
            out.writeLong(offset);
            out.writeLong(record.timestamp());
            out.writeUTF(record.key());
            Header[] headers = record.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                out.writeUTF(header.key());
                write(out, header.value());
            }
            write(out, record.value());
        } catch (IOException e) {
            throw new SerializationException("an input cannot be kept", e);
        }
        return bytes.toByteArray();
    }

    static Arrived read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String topic = in.readUTF();
            int partition = in.readInt();
            long offset = in.readLong();
            long timestamp = in.readLong();
            String key = in.readUTF();
            var headers = new RecordHeaders();
            for (int left = in.readInt(); left > 0; left--) {
                headers.add(in.readUTF(), part(in));
            }
            return new Arrived(
                    topic, partition, offset, new Record<>(key, part(in), timestamp, headers));
        } catch (IOException e) {
            throw new SerializationException("a kept input cannot be read", e);
        }
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    private static byte[] part(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
