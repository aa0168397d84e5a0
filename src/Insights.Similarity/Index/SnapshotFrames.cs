using System.Buffers;
using System.Buffers.Binary;

namespace Insights.Similarity.Index;

/// <summary>A frame being written.</summary>
internal sealed class Frame
{
    private readonly ArrayBufferWriter<byte> _bytes = new(Snapshot.FirstRead);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(int value)
    {
        var span = _bytes.GetSpan(5);
        var (rest, length) = ((uint)value, 0);
        for (; rest >= 0x80; rest >>= 7) span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        _bytes.Advance(length);
    }

    /// <summary>How many, then each as the distance from the one before.</summary>
    public void Ascending(ReadOnlySpan<int> values, int[] places)
    {
        Number(values.Length);
        var before = -1;
        foreach (var value in values)
        {
            Number(places[value] - before - 1);
            before = places[value];
        }
    }
}

/// <summary>A frame whose checksum held.</summary>
internal sealed class Payload(byte[] bytes, int end)
{
    private int _at;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Raw(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Raw(8));

    public ReadOnlySpan<byte> Raw(int count)
    {
        var span = bytes.AsSpan(0, end).Slice(_at, count);
        _at += count;
        return span;
    }

    public int Number()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = Raw(1)[0];
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return (int)value;
        }

        throw new OverflowException();
    }

    public int[] Ascending(int limit)
    {
        var values = new int[Number()];
        var before = -1;
        for (var i = 0; i < values.Length; i++)
        {
            before = checked(before + 1 + Number());
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)before, (uint)limit);
            values[i] = before;
        }

        return values;
    }
}
