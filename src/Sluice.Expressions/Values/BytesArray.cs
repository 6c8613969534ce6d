namespace Sluice.Expressions.Values;

/// <summary>Bytes, or the bytes of a string, looked at as an array.</summary>
internal sealed class BytesArray(byte[] bytes) : ArrayValue
{
    public override int Count => bytes.Length;

    public override ArrayFlavor Flavor => ArrayFlavor.Ordinary;

    public override Value this[int index] => Value.FromByte(bytes[index]);
}
