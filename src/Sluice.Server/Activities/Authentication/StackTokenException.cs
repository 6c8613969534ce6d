namespace Sluice.Server.Activities.Authentication;

/// <summary>The stack's auth service gave no token. The message says why, and holds neither credentials nor tokens.</summary>
/// <param name="reason">Why, in a few words.</param>
public sealed class StackTokenException(string reason) : Exception($"auth did not issue a token: {reason}");
