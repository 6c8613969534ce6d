using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Sluice.Server.Journal;

namespace Sluice.Server.Api.Paging;

/// <summary>
/// The opaque text of a page: unpadded base64url of the list, its filter, the page's size and the item it starts from. Naming an
/// item and not an offset, a token stays right when rows are added, and costs the same anywhere in the list.
/// </summary>
internal static class PageToken
{
    // version, list, flags, page size, ticks of the item's time, the item's id, the filter's workflow
    private const int Length = 1 + 1 + 1 + 1 + 8 + 16 + 16;
    private const byte Version = 1;

    // An item's neighbourhood must be expressible too.
    private static readonly long LastTicks = DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerMillisecond;

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        Backward = 1,
        RunningOnly = 2,
        OfWorkflow = 4,
        All = Backward | RunningOnly | OfWorkflow,
    }

    public static string Encode(PageRequest request)
    {
        var (filter, key) = (request.Filter, request.After ?? request.Before ?? throw new ArgumentException("the first page has no token"));
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        bytes[1] = (byte)filter.List;
        bytes[2] = (byte)TraitsOf(request);
        bytes[3] = (byte)request.PageSize;
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], key.CreatedAt.UtcTicks);
        key.Id.TryWriteBytes(bytes[12..], bigEndian: true, out _);
        (filter.WorkflowId ?? Guid.Empty).TryWriteBytes(bytes[28..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token of the list.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryDecode(string token, PagedList list, int pageSizeMax, [NotNullWhen(true)] out PageRequest? request)
    {
        request = null;
        Span<byte> bytes = stackalloc byte[Length];
        if (token.Length != Base64Url.GetEncodedLength(Length)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written)
            || written != Length)
        {
            return false;
        }

        var (traits, size, ticks) = ((Traits)bytes[2], bytes[3], BinaryPrimitives.ReadInt64BigEndian(bytes[4..]));
        if (bytes[0] != Version || bytes[1] != (byte)list || (traits & ~Traits.All) != 0
            || size == 0 || size > pageSizeMax || ticks < DateTimeOffset.UnixEpoch.UtcTicks || ticks > LastTicks)
        {
            return false;
        }

        var key = new ListKey(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[12..28], bigEndian: true));
        Guid? workflow = traits.HasFlag(Traits.OfWorkflow) ? new Guid(bytes[28..], bigEndian: true) : null;
        var filter = new ListFilter(list, workflow, traits.HasFlag(Traits.RunningOnly));
        request = traits.HasFlag(Traits.Backward)
            ? new PageRequest(filter, size, Before: key)
            : new PageRequest(filter, size, After: key);
        return true;
    }

    private static Traits TraitsOf(PageRequest request) =>
        (request.Before is null ? Traits.None : Traits.Backward)
        | (request.Filter.RunningOnly ? Traits.RunningOnly : Traits.None)
        | (request.Filter.WorkflowId is null ? Traits.None : Traits.OfWorkflow);
}
