using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>
/// The retry policy inside a stage. Its key is none that a stage itself could have, so that a definition that uses it is still
/// a definition elsewhere.
/// </summary>
internal static class RetrySchema
{
    private const string Key = "$retry";

    private static readonly ObjectShape Policy = new(
        new Field("maxAttempts", Scalars.Attempts),
        new Field("initialInterval", Scalars.Interval),
        new Field("maxInterval", Scalars.Interval),
        new Field("multiplier", Scalars.Multiplier),
        new Field("nonRetryable", new TextListShape(Limits.NonRetryableCodesMax)))
    {
        IsClosed = true,
    };

    /// <summary>The field. Every stage takes it, so that a mistake in it is found everywhere; it matters to those that make calls.</summary>
    public static readonly Field Field = new(Key, Policy);

    /// <summary>Checks what spans two fields of the policy.</summary>
    public static void Check(ResolvedFields stage, ResolutionContext context)
    {
        if (stage.Object(Key) is { } fields
            && fields.PresenceOf("initialInterval") == Presence.Given
            && fields.PresenceOf("maxInterval") == Presence.Given
            && fields.Get<TimeSpan>("initialInterval") > fields.Get<TimeSpan>("maxInterval"))
        {
            context.Report(
                ProblemKind.Validating, FieldPath.Body.Member(Key).Member("maxInterval"), "must not be shorter than initialInterval");
        }
    }

    /// <summary>The policy of a stage that was read without a problem.</summary>
    /// <returns>Null when the stage has none; what a policy leaves out is as in <see cref="RetryPolicy.Default"/>.</returns>
    public static RetryPolicy? Of(ResolvedFields stage)
    {
        if (stage.Object(Key) is not { } fields)
        {
            return null;
        }

        var first = fields.Get<TimeSpan?>("initialInterval");
        var longest = fields.Get<TimeSpan?>("maxInterval");
        return new RetryPolicy(
            first ?? Shorter(RetryPolicy.Default.InitialInterval, longest ?? TimeSpan.MaxValue),
            longest ?? Longer(RetryPolicy.Default.MaximumInterval, first ?? TimeSpan.Zero),
            fields.Get<decimal?>("multiplier") ?? RetryPolicy.Default.BackoffCoefficient,
            fields.Get<int?>("maxAttempts"),
            fields.Get<IReadOnlyList<string>?>("nonRetryable"));
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
