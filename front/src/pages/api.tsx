import { useAnswer } from "../ask";
import { Heading, Waiting } from "../parts";

interface Parameter { name: string; required?: boolean; description?: string; schema?: { default?: unknown } }
interface Description { paths: Record<string, Record<string, { description?: string; summary?: string; parameters?: Parameter[] }>> }

export function ApiPage() {
  const asked = useAnswer<Description>("/api/openapi.json");
  return (
    <>
      <Heading title="JSON API">Each answer has the name, the parameters and the fields that it has in Python. <a href="/api/openapi.json">The whole description (OpenAPI)</a></Heading>
      <Waiting asked={asked}>
        {(found) => (
          <ul class="sources">
            {Object.entries(found.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, route]) => (
              <li key={method + path} class="panel">
                <h2><code>{method.toUpperCase()} {path}</code></h2>
                <p>{route.description}</p>
                {route.parameters?.length ? <ul class="plain">{route.parameters.map((one) => <li key={one.name}><code>{one.name}</code>{one.required && <span class="badge">needed</span>} {one.description} {one.schema?.default !== undefined && one.schema.default !== null && <span class="soft">default {String(one.schema.default)}</span>}</li>)}</ul> : null}
              </li>
            )))}
          </ul>
        )}
      </Waiting>
    </>
  );
}
