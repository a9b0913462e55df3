import { render } from "preact";
import { followLinks } from "./address";
import { Window } from "./frame";
import { takeToken } from "./writing";

takeToken();
followLinks();
const place = document.getElementById("window");
if (place) render(<Window />, place);
