namespace Sluice.Engine;

/// <summary>The kinds of <see cref="Refusal"/>. Zero is no kind, so a forgotten field fails loudly.</summary>
public enum RefusalKind
{
    /// <summary>Not a kind.</summary>
    None = 0,

    /// <summary>The request breaks a rule; repeating it unchanged cannot succeed.</summary>
    Validation = 1,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 2,

    /// <summary>A stated bound is reached for the moment; the same request may succeed later.</summary>
    Overloaded = 3,

    /// <summary>The store or the partition's owner cannot be reached for the moment; whether the request took effect may be unknown.</summary>
    Unavailable = 4,

    /// <summary>The records of the instance cannot be replayed. Somebody must look at the store.</summary>
    Damaged = 5,
}
