namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>
/// A pattern of addresses: <c>users:1</c> is that account, <c>users:</c> everything below users, <c>users::main</c> any one
/// segment in the middle.
/// </summary>
internal sealed class AddressPattern
{
    private readonly string[] _segments;
    private readonly bool _open;

    public AddressPattern(string pattern)
    {
        var segments = pattern.Split(':');
        _open = segments.Length > 1 && segments[^1] is "" or "...";
        _segments = _open ? segments[..^1] : segments;
    }

    public bool Matches(string address)
    {
        var segments = address.Split(':');
        return (_open ? segments.Length > _segments.Length : segments.Length == _segments.Length)
            && _segments.Zip(segments).All(pair => pair.First.Length == 0 || pair.First == pair.Second);
    }
}
