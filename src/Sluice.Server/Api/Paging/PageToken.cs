using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Sluice.Engine;
using Sluice.Server.Journal;

namespace Sluice.Server.Api.Paging;

/// <summary>
/// The opaque text of a page: unpadded base64url of the list, its filter, the page's size and the item it starts from. Naming an
/// item and not an offset, a token stays right when rows are added, and costs the same anywhere in the list.
/// </summary>
/// <remarks>The text that names are searched for comes last, as it is the one part without a length of its own.</remarks>
internal static class PageToken
{
    // version, list, flags, page size, ticks of the item's time, the item's id, the filter's owner
    private const int FixedLength = 1 + 1 + 1 + 1 + 8 + 16 + 16;
    private const int LengthMax = FixedLength + (3 * Limits.NameSearchCharsMax);
    private const byte Version = 1;

    // An item's neighbourhood must be expressible too.
    private static readonly long LastTicks = DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerMillisecond;

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        Backward = 1,
        RunningOnly = 2,
        OfOwner = 4,
        Named = 8,
        All = Backward | RunningOnly | OfOwner | Named,
    }

    public static string Encode(PageRequest request)
    {
        var (filter, key) = (request.Filter, request.After ?? request.Before ?? throw new ArgumentException("the first page has no token"));
        Span<byte> bytes = stackalloc byte[LengthMax];
        bytes[0] = Version;
        bytes[1] = (byte)filter.List;
        bytes[2] = (byte)TraitsOf(request);
        bytes[3] = (byte)request.PageSize;
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], key.CreatedAt.UtcTicks);
        key.Id.TryWriteBytes(bytes[12..], bigEndian: true, out _);
        (filter.Owner ?? Guid.Empty).TryWriteBytes(bytes[28..], bigEndian: true, out _);
        var name = Encoding.UTF8.GetBytes(filter.Name ?? "", bytes[FixedLength..]);
        return Base64Url.EncodeToString(bytes[..(FixedLength + name)]);
    }

    /// <summary>Reads a token of the list.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryDecode(string token, PagedList list, int pageSizeMax, [NotNullWhen(true)] out PageRequest? request)
    {
        request = null;
        Span<byte> bytes = stackalloc byte[LengthMax];
        if (token.Length > Base64Url.GetEncodedLength(LengthMax)
            || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written)
            || written < FixedLength
            || token.Length != Base64Url.GetEncodedLength(written)
            || !Utf8.IsValid(bytes[FixedLength..written]))
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
        Guid? owner = traits.HasFlag(Traits.OfOwner) ? new Guid(bytes[28..FixedLength], bigEndian: true) : null;
        var name = Encoding.UTF8.GetString(bytes[FixedLength..written]);
        if (traits.HasFlag(Traits.Named) != name.Length > 0 || name.Length > Limits.NameSearchCharsMax)
        {
            return false;
        }

        var filter = new ListFilter(list, owner, traits.HasFlag(Traits.RunningOnly), name.Length > 0 ? name : null);
        request = traits.HasFlag(Traits.Backward)
            ? new PageRequest(filter, size, Before: key)
            : new PageRequest(filter, size, After: key);
        return true;
    }

    private static Traits TraitsOf(PageRequest request) =>
        (request.Before is null ? Traits.None : Traits.Backward)
        | (request.Filter.RunningOnly ? Traits.RunningOnly : Traits.None)
        | (request.Filter.Owner is null ? Traits.None : Traits.OfOwner)
        | (request.Filter.Name is null ? Traits.None : Traits.Named);
}
