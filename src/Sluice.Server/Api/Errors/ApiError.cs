namespace Sluice.Server.Api.Errors;

/// <summary>The body of every answer that is not a success.</summary>
/// <param name="ErrorCode">One of VALIDATION, NOT_FOUND and INTERNAL: SDKs know no others, so finer differences are told by the status.</param>
/// <param name="ErrorMessage">A sentence for people that names the field and the rule.</param>
internal sealed record ApiError(string ErrorCode, string ErrorMessage);
