using Xunit.Sdk;

namespace Sluice.Server.Tests.Stack;

/// <summary>A stage, and everything that it must do when all goes well.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Stage">The stage as written.</param>
/// <param name="Exchanges">Its calls, in order.</param>
internal sealed record StageRow(string Name, string Stage, params Exchange[] Exchanges);

/// <summary>The index of a row in <see cref="SendRows.All"/>, under its name.</summary>
public sealed record RowNumber(int Index) : IXunitSerializable
{
    public RowNumber()
        : this(0)
    {
    }

    public int Index { get; private set; } = Index;

    internal StageRow Row => SendRows.All[Index];

    public void Deserialize(IXunitSerializationInfo info) => Index = info.GetValue<int>("index");

    public void Serialize(IXunitSerializationInfo info) => info.AddValue("index", Index);

    public override string ToString() => Row.Name;
}
