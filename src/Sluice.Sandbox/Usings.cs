// What a web project imports by itself.
global using Microsoft.AspNetCore.Builder;
global using Microsoft.AspNetCore.Http;
global using Microsoft.AspNetCore.Routing;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Extensions.Hosting;
global using Microsoft.Extensions.Logging;

// A map of strings to strings, ordered by key so that equal maps are written equally.
global using Metadata = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;
