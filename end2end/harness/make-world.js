import { makeWorld } from "./server.js";

makeWorld();
